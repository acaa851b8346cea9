package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.IndexWriter;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.port.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores packs, a bounded number at a time, and then lists them in the index. */
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
  private final int parallel;
  private final Semaphore permits;
  private final ExecutorService threads;
  private final AtomicInteger unlisted = new AtomicInteger();

  Uploads(
      ObjectStore store,
      BlobIndex index,
      IndexWriter indexWriter,
      SessionState state,
      SessionProgress progress,
      int parallel) {
    this.store = store;
    this.index = index;
    this.indexWriter = indexWriter;
    this.state = state;
    this.progress = progress;
    this.parallel = parallel;
    this.permits = new Semaphore(parallel);
    this.threads =
        Executors.newFixedThreadPool(
            parallel, Thread.ofPlatform().daemon().name("upload-", 1).factory());
  }

  /** Waits until an upload may begin, then begins it. */
  void submit(SpooledPack pack) {
    try {
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
    acquire(parallel);
    permits.release(parallel);
    state.check();
    indexWriter.flush();
    unlisted.set(0);
  }

  /** Ends uploads on their way without waiting for them to end. */
  void interrupt() {
    threads.shutdownNow();
  }

  /** Ends uploads on their way. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      boolean _ = threads.awaitTermination(3, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
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

  private static void delete(SpooledPack pack) {
    try {
      Files.deleteIfExists(pack.file().path());
    } catch (IOException _) {
      // The scratch directory goes with the pod.
    }
  }
}
