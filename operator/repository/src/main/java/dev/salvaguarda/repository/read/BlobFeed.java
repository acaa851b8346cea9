package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Blobs one after the other, of one file or of many, while a few requests ahead of the reader are
 * under way. For one thread.
 *
 * <p>A blob that is damaged or missing fails where its turn is, and those behind it still come.
 */
public final class BlobFeed implements AutoCloseable {
  /** Bytes that may be under way at a time; a single larger blob is fetched all the same. */
  private static final int MOST_BYTES = 32 << 20;

  /** Requests that are under way; none for a blob that has no place. */
  private record Pending(@Nullable BlobRun run, Future<FetchedBlobs> fetched) {
    int bytes() {
      return run == null ? 0 : run.length();
    }
  }

  private final BlobReader reader;
  private final ExecutorService workers;
  private final int ahead;
  private final Iterator<BlobId> ids;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long bytesPending;
  private @Nullable BlobLocation carried;
  private @Nullable RepositoryException lost;
  private @Nullable FetchedBlobs current;
  private Iterator<PackedBlob> wanted = Collections.emptyIterator();
  private @Nullable PackedBlob last;
  private boolean closed;

  BlobFeed(BlobReader reader, ExecutorService workers, int ahead, Iterator<BlobId> ids) {
    this.reader = reader;
    this.workers = workers;
    this.ahead = ahead;
    this.ids = ids;
  }

  /**
   * The content of the next blob; empty after the last one.
   *
   * @throws RepositoryException for this blob alone, unless the reason is another than {@code
   *     CORRUPT} or {@code OBJECT_MISSING}
   */
  public Optional<byte[]> next() {
    if (closed) {
      throw new IllegalStateException("the feed is closed");
    }
    if (!wanted.hasNext()) {
      fetchAhead();
      Pending next = pending.poll();
      if (next == null) {
        return Optional.empty();
      }
      bytesPending -= next.bytes();
      FetchedBlobs fetched = await(next.fetched());
      if (next.run() != null) {
        current = fetched;
        wanted = next.run().wanted().iterator();
      }
      fetchAhead();
    }
    last = wanted.next();
    return Optional.of(Objects.requireNonNull(current).get(last));
  }

  /** Which blob {@link #next()} gave last. */
  public PackedBlob last() {
    return Objects.requireNonNull(last, "no blob was taken yet");
  }

  private void fetchAhead() {
    while (pending.size() < ahead && bytesPending < MOST_BYTES) {
      Pending next = begin();
      if (next == null) {
        return;
      }
      pending.add(next);
      bytesPending += next.bytes();
    }
  }

  private @Nullable Pending begin() {
    if (lost != null) {
      RepositoryException why = lost;
      lost = null;
      return new Pending(null, CompletableFuture.failedFuture(why));
    }
    BlobLocation first = carried != null ? carried : locateNext();
    carried = null;
    if (first == null) {
      return lost == null ? null : begin();
    }
    BlobRun run = new BlobRun(first);
    for (BlobLocation next = locateNext(); next != null; next = locateNext()) {
      if (!run.tryAdd(next)) {
        carried = next;
        break;
      }
    }
    return new Pending(run, workers.submit(() -> reader.fetch(run)));
  }

  /** Null at the end, and where a blob has no place: then {@link #lost} says so. */
  private @Nullable BlobLocation locateNext() {
    if (lost != null || !ids.hasNext()) {
      return null;
    }
    try {
      return reader.locate(new BlobHandle(BlobType.DATA, ids.next()));
    } catch (RepositoryException e) {
      lost = e;
      return null;
    }
  }

  private static FetchedBlobs await(Future<FetchedBlobs> fetched) {
    try {
      return fetched.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RepositoryException known
          ? known
          : new IllegalStateException("fetching failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(Reason.CANCELLED, "Reading was cancelled.", e);
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    closed = true;
    pending.forEach(one -> one.fetched().cancel(true));
    pending.clear();
  }
}
