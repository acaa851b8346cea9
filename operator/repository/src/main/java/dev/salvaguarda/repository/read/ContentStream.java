package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A file's content in order, while a few requests ahead of the reader are under way. Failures come
 * as {@link RepositoryException}, not as an end of the stream.
 */
final class ContentStream extends InputStream {
  private record Pending(BlobRun run, Future<FetchedBlobs> fetched) {}

  private final BlobReader reader;
  private final ExecutorService workers;
  private final int ahead;
  private final Iterator<BlobId> ids;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private @Nullable BlobLocation carried;
  private Iterator<byte[]> contents = Collections.emptyIterator();
  private byte[] current = {};
  private int position;
  private boolean closed;

  ContentStream(BlobReader reader, ExecutorService workers, int ahead, Iterable<BlobId> ids) {
    this.reader = reader;
    this.workers = workers;
    this.ahead = ahead;
    this.ids = ids.iterator();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    while (position == current.length) {
      if (!nextBlob()) {
        return -1;
      }
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return current.length - position;
  }

  private boolean nextBlob() {
    if (closed) {
      throw new IllegalStateException("the stream is closed");
    }
    position = 0;
    current = new byte[0];
    if (!contents.hasNext()) {
      fetchAhead();
      Pending next = pending.poll();
      if (next == null) {
        return false;
      }
      FetchedBlobs fetched = await(next.fetched());
      contents = next.run().wanted().stream().map(fetched::get).iterator();
      fetchAhead();
    }
    current = contents.next();
    return true;
  }

  private void fetchAhead() {
    while (pending.size() < ahead) {
      BlobRun run = nextRun();
      if (run == null) {
        return;
      }
      pending.add(new Pending(run, workers.submit(() -> reader.fetch(run))));
    }
  }

  private @Nullable BlobRun nextRun() {
    BlobLocation first = carried != null ? carried : locateNext();
    carried = null;
    if (first == null) {
      return null;
    }
    BlobRun run = new BlobRun(first);
    for (BlobLocation next = locateNext(); next != null; next = locateNext()) {
      if (!run.tryAdd(next)) {
        carried = next;
        break;
      }
    }
    return run;
  }

  private @Nullable BlobLocation locateNext() {
    return ids.hasNext() ? reader.locate(new BlobHandle(BlobType.DATA, ids.next())) : null;
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

  @Override
  public void close() {
    closed = true;
    pending.forEach(one -> one.fetched().cancel(true));
    pending.clear();
  }
}
