package dev.salvaguarda.bench;

import dev.salvaguarda.bench.Contest.Entrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The two ends of a file share: very many files of which none changed, and one tiny file. */
final class ManyFiles {
  static final String UNCHANGED = "500,000 files, unchanged";
  static final String TINY = "one tiny file";
  static final String FIRST_BYTE = "one tiny file, until its first byte is read";

  private static final int FILES = 500_000;

  private final Contest contest;
  private final int divisor;

  ManyFiles(Contest contest, int divisor) {
    this.contest = contest;
    this.divisor = divisor;
  }

  void run(int rounds) throws IOException {
    Path folder = contest.folder();
    FileShare share = FileShare.write(folder.resolve("many"), FILES / divisor, 4_000, 0);
    BenchSource many = new BenchSource.Tree(share.root());
    Path tiny = Files.createDirectories(folder.resolve("tiny"));
    List<Entrant> entrants = contest.entrants();
    contest.measure(0, "500,000 files, day 1", entrants, contest.backUp(many));
    for (int round = 1; round <= rounds; round++) {
      contest.measure(round, UNCHANGED, entrants, contest.backUp(many));
      List<Entrant> small = contest.entrants();
      Map<Entrant, Copied> copied = new HashMap<>();
      contest.measure(
          round,
          TINY,
          small,
          entrant -> {
            copied.put(entrant, copied(entrant, tiny));
            return Objects.requireNonNull(copied.get(entrant)).cost();
          });
      // Restic leaves no trace of what it reads.
      contest.measure(
          round,
          FIRST_BYTE,
          small.stream().filter(entrant -> entrant.engine() instanceof Engine.Worker).toList(),
          entrant -> Objects.requireNonNull(copied.get(entrant)).untilRead());
      contest.checkAndClear(small, false);
    }
    contest.checkAndClear(entrants, true);
  }

  private Copied copied(Entrant entrant, Path share) throws IOException {
    Path file = Files.writeString(share.resolve("file"), "little");
    Instant began = Instant.now();
    MeasuredCommand cost =
        entrant.engine().backUp(new BenchSource.Tree(share), entrant.bucket(), contest.folder());
    FileTime read = (FileTime) Files.getAttribute(file, "lastAccessTime");
    return new Copied(cost, Duration.between(began, read.toInstant()));
  }

  /**
   * A backup of the file.
   *
   * @param toFirstByte from the program's start until the file was read; the kernel notes it for
   *     the first who reads what was just written
   */
  private record Copied(MeasuredCommand cost, Duration toFirstByte) {
    /** What it cost, as if it had ended there. */
    MeasuredCommand untilRead() {
      if (toFirstByte.isNegative() || toFirstByte.compareTo(cost.wall()) > 0) {
        throw new IllegalStateException("this file system does not note when a file is read");
      }
      return new MeasuredCommand(toFirstByte, cost.cpuSeconds(), cost.peakBytes());
    }
  }
}
