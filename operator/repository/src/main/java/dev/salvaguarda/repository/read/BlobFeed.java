package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Blobs one after the other, of one file or of many. They are fetched in windows, the next ones
 * while one is being read, so that the reader waits for no request. For one thread.
 *
 * <p>A blob that is damaged or missing fails where its turn is, and those behind it still come.
 */
public final class BlobFeed implements AutoCloseable {
  /** Who reads only a beginning shall not wait for much more. */
  static final int FIRST_WINDOW = 4 << 20;

  /** Windows that are fetched while one is read: a far store takes longer to answer than that. */
  private static final int AHEAD = 2;

  /** Bytes of a window, sealed and plain. */
  static final int LARGEST_WINDOW = 10 << 20;

  /** Bytes of most blobs, sealed and plain. */
  private static final int LAST_BLOB = 1 << 20;

  /** A window on its way, all of it in one stretch of memory. */
  private static final class Coming {
    private final Iterator<BlobWindow.Turn> turns;
    private final BlobWindow window;
    private final byte[] memory;
    private final Map<BlobRun, Future<FetchedBlobs>> requests = new HashMap<>();

    Coming(BlobWindow window, byte[] memory, BlobReader reader, ExecutorService workers) {
      this.window = window;
      this.memory = memory;
      this.turns = window.turns().iterator();
      long free = 0;
      for (BlobRun run : window.runs()) {
        int at = Math.toIntExact(free);
        requests.put(run, workers.submit(() -> reader.fetch(run, memory, at)));
        free += run.space();
      }
    }

    Future<FetchedBlobs> requestOf(BlobLocation place) {
      return Objects.requireNonNull(requests.get(window.runOf(place)));
    }

    void cancel() {
      requests.values().forEach(request -> request.cancel(true));
    }
  }

  private final BlobReader reader;
  private final ExecutorService workers;
  private final Iterator<BlobId> ids;
  private int budget = FIRST_WINDOW;
  private @Nullable Coming current;
  private final Deque<Coming> ahead = new ArrayDeque<>();
  private int most = 1;
  private @Nullable PackedBlob last;
  private byte[] spare = {};
  private boolean closed;

  BlobFeed(BlobReader reader, ExecutorService workers, Iterator<BlobId> ids) {
    this.reader = reader;
    this.workers = workers;
    this.ids = ids;
  }

  /**
   * The content of the next blob, good until this is called again; empty after the last one.
   *
   * @throws RepositoryException for this blob alone, unless the reason is another than {@code
   *     CORRUPT} or {@code OBJECT_MISSING}
   */
  public Optional<BlobContent> next() {
    if (closed) {
      throw new IllegalStateException("the feed is closed");
    }
    if (current == null || !current.turns.hasNext()) {
      // What was read gives its memory to what comes.
      if (current != null) {
        spare = current.memory;
      }
      current = ahead.isEmpty() ? begin() : ahead.remove();
      if (current == null) {
        return Optional.empty();
      }
      fetchAhead();
    }
    return switch (current.turns.next()) {
      case BlobWindow.Turn.Lost(RepositoryException why) -> throw why;
      case BlobWindow.Turn.Stored(BlobLocation place) -> {
        last = place.blob();
        yield Optional.of(await(current.requestOf(place)).get(place.blob()));
      }
    };
  }

  /** Which blob {@link #next()} gave last. */
  public PackedBlob last() {
    return Objects.requireNonNull(last, "no blob was taken yet");
  }

  /** Only one window ahead at first: who reads only a beginning shall not have much fetched. */
  private void fetchAhead() {
    while (ahead.size() < most) {
      Coming begun = begin();
      if (begun == null) {
        break;
      }
      ahead.add(begun);
    }
    most = AHEAD;
  }

  private @Nullable Coming begin() {
    BlobWindow window =
        BlobWindow.of(ids, id -> reader.locate(new BlobHandle(BlobType.DATA, id)), budget);
    if (window.isEmpty()) {
      return null;
    }
    Coming begun = new Coming(window, memory(window.space()), reader, workers);
    budget = LARGEST_WINDOW;
    return begun;
  }

  /**
   * A full window's has room for gaps and for a blob that reaches beyond its budget, whether or not
   * it has any: the next one fits there, too.
   */
  private byte[] memory(long length) {
    byte[] kept = spare;
    spare = new byte[0];
    if (kept.length >= length) {
      return kept;
    }
    int room = length < budget ? 0 : budget + budget / 2 + LAST_BLOB;
    return new byte[Math.max(Math.toIntExact(length), room)];
  }

  private FetchedBlobs await(Future<FetchedBlobs> fetched) {
    try {
      return fetched.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RepositoryException known
          ? known
          : new IllegalStateException("fetching failed", e.getCause());
    } catch (InterruptedException e) {
      // What is under way still writes into memory that would be used again.
      close();
      Thread.currentThread().interrupt();
      throw new RepositoryException(Reason.CANCELLED, "Reading was cancelled.", e);
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    closed = true;
    if (current != null) {
      current.cancel();
    }
    ahead.forEach(Coming::cancel);
    current = null;
    ahead.clear();
  }
}
