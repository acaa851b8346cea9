package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.tree.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Looks at entries of a directory in a thread of its own, some ahead of whoever compares and stores
 * them. For one thread to ask.
 */
final class LookAhead implements AutoCloseable {
  /** Entries that are handed over together. */
  private static final int BATCH = 64;

  private final PathPatterns excludes;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("look-ahead").factory());
  private final LinuxCalls system;
  private final MetadataReader metadata;

  LookAhead(PathPatterns excludes, CopyFaults faults) throws InterruptedException {
    this.excludes = excludes;
    // Calls of C belong to the thread that loads them.
    this.system = result(thread.submit(LinuxCalls::load));
    this.metadata = new MetadataReader(system, faults);
  }

  /** The entries of a directory, in this order. */
  Entries over(RawPath directory, List<ByteString> names) {
    return new Entries(directory, names);
  }

  /** Ends its thread; what it still looks at is of no use. */
  @Override
  public void close() {
    thread.execute(system::close);
    thread.shutdown();
  }

  /** Entries that are looked at one batch ahead. */
  final class Entries {
    private final RawPath directory;
    private final List<ByteString> names;
    private List<Seen> batch = List.of();
    private @Nullable Future<List<Seen>> next;
    private int handedOver;
    private int at;

    private Entries(RawPath directory, List<ByteString> names) {
      this.directory = directory;
      this.names = names;
      this.next = handOver();
    }

    /** The next entry; null behind the last. */
    @Nullable Seen next() throws InterruptedException {
      if (at == batch.size() && next != null) {
        Future<List<Seen>> looking = next;
        next = handOver();
        batch = result(looking);
        at = 0;
      }
      return at < batch.size() ? batch.get(at++) : null;
    }

    private @Nullable Future<List<Seen>> handOver() {
      if (handedOver == names.size()) {
        return null;
      }
      List<ByteString> some = names.subList(handedOver, Math.min(handedOver + BATCH, names.size()));
      handedOver += some.size();
      return thread.submit(() -> look(directory, some));
    }
  }

  private List<Seen> look(RawPath directory, List<ByteString> names) {
    List<Seen> seen = new ArrayList<>(names.size());
    for (ByteString name : names) {
      seen.add(Seen.at(directory.entry(name), excludes).with(metadata));
    }
    return seen;
  }

  private static <T> T result(Future<T> work) throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("looking ahead failed", e.getCause());
    }
  }
}
