package dev.salvaguarda.domain.verification;

import dev.salvaguarda.domain.schedule.ZonedCadence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether it is proven that the copies of a policy restore. The newest test that says something
 * decides: one that passed but waits for a signature that the policy asks for says nothing yet, and
 * doesn't make good what failed before it.
 */
public sealed interface Verification {
  /** The newest test that passed and waits for a signature; null if none does. */
  @Nullable TestRecord awaiting();

  /**
   * It is.
   *
   * @param test that proves it
   * @param until the last instant at which it does, if no other test follows
   */
  record Proven(TestRecord test, Instant until, @Nullable TestRecord awaiting)
      implements Verification {}

  /**
   * It is not.
   *
   * @param test that did not pass, or was rejected
   */
  record Refuted(TestRecord test, @Nullable TestRecord awaiting) implements Verification {}

  /**
   * It was, or should have been by now.
   *
   * @param last test that proved it; null if none ever did
   * @param since when that does not count any more
   */
  record Overdue(@Nullable TestRecord last, Instant since, @Nullable TestRecord awaiting)
      implements Verification {}

  /**
   * Nobody can say yet.
   *
   * @param until when a test must have said so
   */
  record Open(Instant until, @Nullable TestRecord awaiting) implements Verification {}

  /**
   * The finding at an instant.
   *
   * @param tests that have ended, in any order
   * @param signatureNeeded whether a test counts only once a person has accepted it
   * @param since when tests were first asked for
   * @param cadence when they are due; empty if nobody can tell
   */
  static Verification assess(
      List<TestRecord> tests,
      boolean signatureNeeded,
      Instant since,
      Optional<ZonedCadence> cadence,
      Instant now) {
    List<TestRecord> newestFirst = tests.stream().sorted(TestRecord.NEWEST_FIRST).toList();
    TestRecord awaiting =
        newestFirst.stream()
            .takeWhile(test -> !speaks(test, signatureNeeded))
            .findFirst()
            .orElse(null);
    Optional<TestRecord> decisive =
        newestFirst.stream().filter(test -> speaks(test, signatureNeeded)).findFirst();
    if (decisive.filter(TestRecord::isAgainst).isPresent()) {
      return new Refuted(decisive.get(), awaiting);
    }
    Instant end = ProofPeriod.end(cadence, decisive.map(TestRecord::endedAt).orElse(since));
    if (now.isAfter(end)) {
      return new Overdue(decisive.orElse(null), end, awaiting);
    }
    return decisive
        .<Verification>map(test -> new Proven(test, end, awaiting))
        .orElseGet(() -> new Open(end, awaiting));
  }

  /** The newest test that proves something, or once did, whatever happened since. */
  static Optional<TestRecord> newestProof(List<TestRecord> tests, boolean signatureNeeded) {
    return tests.stream()
        .filter(test -> speaks(test, signatureNeeded) && !test.isAgainst())
        .min(TestRecord.NEWEST_FIRST);
  }

  /** When the finding changes if nothing happens; {@link Instant#MAX} if it does not. */
  default Instant changesAt() {
    return switch (this) {
      case Proven proven -> proven.until().plusMillis(1);
      case Open open -> open.until().plusMillis(1);
      case Refuted _, Overdue _ -> Instant.MAX;
    };
  }

  private static boolean speaks(TestRecord test, boolean signatureNeeded) {
    return !signatureNeeded || !test.isUnsignedPass();
  }
}
