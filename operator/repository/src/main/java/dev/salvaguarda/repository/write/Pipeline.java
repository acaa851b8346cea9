package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.chunk.CutSecret;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.IndexWriter;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The way of content into the store: cut, sealed, packed, uploaded, and listed in the index. */
final class Pipeline implements AutoCloseable {
  private final ExecutorService workers;
  private final Uploads uploads;
  private final Packer data;
  private final Packer trees;
  private final BlobStorer blobs;
  private final StreamStorer streams;
  private final Path scratch;

  Pipeline(
      Repository repository,
      BlobIndex index,
      IndexWriter indexWriter,
      SessionState state,
      SessionProgress progress,
      SessionOptions options) {
    CipherKey key = repository.masterKey();
    this.scratch = options.scratch();
    this.uploads = new Uploads(repository.store(), index, indexWriter, state, progress, options);
    this.data = new Packer(key, options, repository.context().random(), uploads);
    this.trees = new Packer(key, options, repository.context().random(), uploads);
    this.blobs = new BlobStorer(key, index, data, trees, state, progress);
    this.workers =
        Executors.newFixedThreadPool(
            options.workers(), Thread.ofPlatform().daemon().name("store-", 1).factory());
    this.streams =
        new StreamStorer(
            blobs,
            new Slabs(options.bufferBytes()),
            CutSecret.of(key, repository.config().chunkerPolynomial()),
            workers,
            state,
            progress);
  }

  StreamStorer streams() {
    return streams;
  }

  BlockWriter newBlocks(int blockBytes) {
    return new BlockWriter(streams, scratch, blockBytes);
  }

  SortedSpill newSpill() {
    return new SortedSpill(scratch, streams.state());
  }

  BlobStorer blobs() {
    return blobs;
  }

  /** Waits until everything that was handed in is in the store and listed in stored index files. */
  void settle() {
    data.flush();
    trees.flush();
    uploads.settle();
  }

  /** Ends what is going on without waiting for it to end. */
  void interrupt() {
    uploads.interrupt();
    workers.shutdownNow();
  }

  /** Ends what is still on its way and clears the scratch directory. */
  @Override
  public void close() {
    // Last comes first, each whatever became of those before.
    try (Step _ = blobs::close;
        Step _ = trees::discard;
        Step _ = data::discard;
        Step _ = uploads::close;
        Step _ = this::endWorkers) {
      interrupt();
    }
  }

  /** Of clearing up. */
  interface Step extends AutoCloseable {
    @Override
    void close();
  }

  private void endWorkers() {
    try {
      boolean _ = workers.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
