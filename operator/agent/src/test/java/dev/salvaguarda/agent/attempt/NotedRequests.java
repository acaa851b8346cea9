package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What is asked of several stores since the notes were cleared, and what these refuse. */
final class NotedRequests {
  private final Set<String> known = new HashSet<>();
  private final Queue<String> read = new ConcurrentLinkedQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private boolean locksStay;

  /** A store in a directory whose requests are noted. */
  DirectoryStore store(Path root) {
    return new Noting(root);
  }

  void clear() {
    read.clear();
    requests.clear();
  }

  /** From now on it is noted when the record of this snapshot is read; false if it was before. */
  boolean know(String snapshot) {
    return known.add(snapshot);
  }

  /** Ids of the known snapshots whose records were read. */
  List<String> read() {
    return List.copyOf(read);
  }

  /** How many requests of each kind there were, by verb and folder. */
  Map<String, Long> requests() {
    return requests.stream().collect(Collectors.groupingBy(one -> one, Collectors.counting()));
  }

  /** From now on the stores refuse to remove locks. */
  void keepLocks() {
    locksStay = true;
  }

  private final class Noting extends DirectoryStore {
    Noting(Path root) {
      super(root);
    }

    @Override
    public byte[] get(String key) {
      requests.add("GET " + key.replaceAll("/.*", ""));
      String id = key.replace("snapshots/", "");
      if (known.contains(id)) {
        read.add(id);
      }
      return super.get(key);
    }

    @Override
    public Optional<Entry> stat(String key) {
      requests.add("HEAD " + key.replaceAll("/.*", ""));
      return super.stat(key);
    }

    @Override
    public void list(String prefix, Consumer<Entry> visitor) {
      requests.add("LIST " + prefix);
      super.list(prefix, visitor);
    }

    @Override
    public void delete(String key) {
      if (locksStay && key.startsWith("locks/")) {
        throw new RepositoryException(Reason.UNREACHABLE, "The store is away.");
      }
      super.delete(key);
    }
  }
}
