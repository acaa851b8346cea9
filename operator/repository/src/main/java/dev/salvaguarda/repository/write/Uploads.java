package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.IndexWriter;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.port.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores packs, a bounded number at a time while a bounded number waits, and then lists them in the
 * index.
 */
final class Uploads implements AutoCloseable {
  /**
   * An index file is written after as many packs. A session that dies in between leaves packs that
   * the next one has to find by listing; this keeps them few.
   */
  private static final int PACKS_PER_INDEX = 16;

  private final ObjectStore store;
  private final BlobIndex index;
  private final IndexWriter indexWriter;
  private final SessionState state;
  private final SessionProgress progress;

  /** Packs on their way or waiting for it. */
  private final int most;

  private final Semaphore permits;
  private final ExecutorService threads;

  /** Files of packs that are not stored yet. */
  private final Set<Path> held = ConcurrentHashMap.newKeySet();

  private final AtomicInteger unlisted = new AtomicInteger();

  Uploads(
      ObjectStore store,
      BlobIndex index,
      IndexWriter indexWriter,
      SessionState state,
      SessionProgress progress,
      SessionOptions options) {
    this.store = store;
    this.index = index;
    this.indexWriter = indexWriter;
    this.state = state;
    this.progress = progress;
    this.most = options.parallelUploads() + options.waitingPacks();
    this.permits = new Semaphore(most);
    this.threads =
        Executors.newFixedThreadPool(
            options.parallelUploads(), Thread.ofPlatform().daemon().name("upload-", 1).factory());
  }

  /** Waits until there is room for a pack more, and has it stored in its turn. */
  void submit(SpooledPack pack) {
    try {
      held.add(pack.file().path());
      acquire(1);
      threads.execute(() -> uploadOrFail(pack));
    } catch (RejectedExecutionException e) {
      delete(pack);
      state.check();
      throw e;
    } catch (RuntimeException | Error e) {
      delete(pack);
      throw e;
    }
  }

  /** Waits until all packs are stored and listed in stored index files. */
  void settle() {
    acquire(most);
    permits.release(most);
    state.check();
    indexWriter.flush();
    unlisted.set(0);
  }

  /** Ends uploads on their way without waiting for them to end. */
  void interrupt() {
    threads.shutdownNow();
  }

  /** Ends uploads on their way, and forgets those that wait. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      boolean _ = threads.awaitTermination(3, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    held.forEach(this::delete);
  }

  private void acquire(int count) {
    try {
      do {
        state.check();
      } while (!permits.tryAcquire(count, SessionState.NOTICE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw state.interrupted(e);
    }
  }

  private void uploadOrFail(SpooledPack pack) {
    try {
      upload(pack);
    } catch (Throwable e) {
      // An Error, too: nobody else waits for this thread, and its pack is not in the store.
      state.fail(e);
    } finally {
      permits.release();
    }
  }

  private void upload(SpooledPack pack) {
    try {
      state.check();
      store.put(FileType.PACK.key(pack.id()), pack.file());
      progress.storedPack(pack.file().length());
      index.add(pack.id(), pack.blobs());
      indexWriter.add(pack.id(), pack.blobs());
      if (unlisted.incrementAndGet() >= PACKS_PER_INDEX) {
        unlisted.set(0);
        indexWriter.flush();
      }
    } finally {
      delete(pack);
    }
  }

  private void delete(SpooledPack pack) {
    delete(pack.file().path());
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      held.remove(file);
    } catch (IOException _) {
      // The scratch directory goes with the pod.
    }
  }
}
