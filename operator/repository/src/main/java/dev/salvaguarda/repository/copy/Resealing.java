package dev.salvaguarda.repository.copy;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.read.BlobContent;
import dev.salvaguarda.repository.read.BlobFeed;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.write.BackupSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * Brings content into the other repository, several blobs at a time. What is compressed stays as it
 * is and only gets another seal. What is not may come from a time when the repository could not
 * compress, and is stored like new content.
 */
final class Resealing {
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().name("reseal-", 1).factory();

  private final RepositoryReader reader;
  private final BackupSession into;
  private final int threads;

  Resealing(RepositoryReader reader, BackupSession into, int threads) {
    this.reader = reader;
    this.into = into;
    this.threads = threads;
  }

  /** Returns when nothing is under way any more, whether all came or not. */
  void copy(Iterator<BlobId> lacking) {
    try (ExecutorService workers = Executors.newFixedThreadPool(threads, THREADS);
        BlobFeed feed = reader.feedCompressed(lacking)) {
      Deque<Future<?>> underWay = new ArrayDeque<>();
      for (Optional<BlobContent> next = feed.next(); next.isPresent(); next = feed.next()) {
        if (underWay.size() == 2 * threads) {
          await(underWay.remove());
        }
        PackedBlob blob = feed.last();
        byte[] content = next.get().copy();
        underWay.add(workers.submit(() -> reseal(blob, content)));
      }
      underWay.forEach(Resealing::await);
    }
  }

  /** What is not what its name says is read anew, which says what is damaged, and where. */
  private void reseal(PackedBlob blob, byte[] content) {
    if (blob.isCompressed() && into.storeCompressed(blob.handle(), content, blob.plainLength())) {
      return;
    }
    boolean good =
        !blob.isCompressed() && BlobId.ofContent(content, 0, content.length).equals(blob.id());
    into.storeBlob(blob.type(), good ? content : reader.readBlob(blob.type(), blob.id()));
  }

  private static void await(Future<?> one) {
    try {
      var _ = one.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RepositoryException known
          ? known
          : new IllegalStateException("a blob could not be copied", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(Reason.CANCELLED, "Copying was cancelled.", e);
    }
  }
}
