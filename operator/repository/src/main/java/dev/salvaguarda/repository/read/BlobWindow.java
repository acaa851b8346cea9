package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of content that comes next, of one file or of many, and the few requests that fetch it:
 * packs hold blobs in another order than files want them. A blob that is wanted many times, as
 * zeros are, is fetched once.
 *
 * <p>All requests of a window and all their contents together take no more memory than its budget
 * says, half as much again for what lies between the blobs, and one blob, which may be larger than
 * any budget.
 */
final class BlobWindow {
  /** Sealed bytes of a request; several smaller ones are opened by several cores. */
  static final int MAX_LENGTH = 8 << 20;

  /** Bytes nobody wants are read along if that saves a request, which costs about as much. */
  static final int MAX_GAP = 512 << 10;

  private static final int MOST_TURNS = 1 << 14;

  private final List<Turn> turns = new ArrayList<>();
  private final Set<BlobLocation> distinct = new LinkedHashSet<>();
  private final Map<BlobLocation, BlobRun> runs = new HashMap<>();
  private long bytes;

  private BlobWindow() {}

  /** Whose turn it is: a blob at its place, or why it has none. */
  sealed interface Turn {
    /** A blob that a run fetches. */
    record Stored(BlobLocation place) implements Turn {}

    /** A blob without a place. */
    record Lost(RepositoryException why) implements Turn {}
  }

  /**
   * Takes ids as long as there are any and the budget lasts.
   *
   * @param ids of which some may come later, when it says that there are no more
   * @param locate fails for a blob that has no place
   * @param budget bytes of sealed and plain content
   */
  static BlobWindow of(Iterator<BlobId> ids, Function<BlobId, BlobLocation> locate, long budget) {
    BlobWindow window = new BlobWindow();
    while (window.bytes < budget && window.turns.size() < MOST_TURNS && ids.hasNext()) {
      window.add(ids.next(), locate);
    }
    window.plan(budget / 2);
    return window;
  }

  private void add(BlobId id, Function<BlobId, BlobLocation> locate) {
    BlobLocation place;
    try {
      place = locate.apply(id);
    } catch (RepositoryException e) {
      turns.add(new Turn.Lost(e));
      return;
    }
    turns.add(new Turn.Stored(place));
    if (distinct.add(place)) {
      bytes += place.blob().length() + (long) BlobRun.roomOf(place.blob());
    }
  }

  private void plan(long gaps) {
    Map<FileId, List<BlobLocation>> byPack = new LinkedHashMap<>();
    distinct.forEach(
        place -> byPack.computeIfAbsent(place.pack(), _ -> new ArrayList<>()).add(place));
    long gapsLeft = gaps;
    for (List<BlobLocation> places : byPack.values()) {
      places.sort(Comparator.comparingInt(place -> place.blob().offset()));
      @Nullable BlobRun run = null;
      for (BlobLocation place : places) {
        PackedBlob blob = place.blob();
        if (run != null && isNear(run, blob, gapsLeft)) {
          gapsLeft -= Math.max(0, run.gapTo(blob));
          run.add(blob);
        } else {
          run = new BlobRun(place.pack(), blob);
        }
        runs.put(place, run);
      }
    }
  }

  private static boolean isNear(BlobRun run, PackedBlob blob, long gapsLeft) {
    return !run.isLarge()
        && !BlobRun.isLarge(blob)
        && run.gapTo(blob) <= Math.min(MAX_GAP, gapsLeft)
        && run.lengthWith(blob) <= MAX_LENGTH;
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }

  /** All turns, in the order of the content. */
  List<Turn> turns() {
    return turns;
  }

  /** What is to be fetched, that which is wanted first before the rest. */
  Set<BlobRun> runs() {
    Set<BlobRun> all = new LinkedHashSet<>();
    distinct.forEach(place -> all.add(runOf(place)));
    return all;
  }

  /** Bytes of memory that hold all of it. */
  long space() {
    return runs().stream().mapToLong(BlobRun::space).sum();
  }

  /** The run that fetches a blob of this window. */
  BlobRun runOf(BlobLocation place) {
    BlobRun run = runs.get(place);
    if (run == null) {
      throw new IllegalArgumentException("a blob that is not of this window");
    }
    return run;
  }
}
