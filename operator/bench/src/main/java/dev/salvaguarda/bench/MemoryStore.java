package dev.salvaguarda.bench;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Objects in memory, for repositories that have to be made quickly. */
record MemoryStore(ConcurrentNavigableMap<String, byte[]> objects) implements ObjectStore {
  MemoryStore() {
    this(new ConcurrentSkipListMap<>());
  }

  /** Makes an empty repository here. */
  Repository newRepository(String password) {
    Actor actor = new Actor("bench", "bench", 1, 0, 0, "bench");
    return Repository.create(
        this,
        SecretBytes.ofUtf8(password),
        List.of(),
        new RepositoryContext(Clock.systemUTC(), new SecureRandom(), actor));
  }

  @Override
  public byte[] get(String key) {
    byte @Nullable [] content = objects.get(key);
    if (content == null) {
      throw new RepositoryException(Reason.OBJECT_MISSING, "There is no " + key + ".");
    }
    return content.clone();
  }

  @Override
  public byte[] get(String key, long offset, int length) {
    return Arrays.copyOfRange(get(key), (int) offset, (int) offset + length);
  }

  @Override
  public void put(String key, byte[] content, int length) {
    objects.put(key, Arrays.copyOf(content, length));
  }

  @Override
  public Optional<Entry> stat(String key) {
    return Optional.ofNullable(objects.get(key)).map(content -> entry(key, content));
  }

  @Override
  public void list(String prefix, Consumer<Entry> visitor) {
    objects
        .subMap(prefix, prefix + Character.MAX_VALUE)
        .forEach((key, content) -> visitor.accept(entry(key, content)));
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
  }

  @Override
  public boolean createBucketIfAbsent() {
    return false;
  }

  @Override
  public Instant serverTime() {
    return Instant.now();
  }

  @Override
  public void close() {}

  /** All are of 1970: nobody asks this store when something was put. */
  private static Entry entry(String key, byte[] content) {
    return new Entry(key, content.length, Instant.EPOCH);
  }
}
