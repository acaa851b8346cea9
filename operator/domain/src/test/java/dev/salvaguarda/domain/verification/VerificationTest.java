package dev.salvaguarda.domain.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.verification.TestRecord.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = SINCE.plus(Duration.ofDays(20));
  private static final Duration LIMIT = Duration.ofDays(35);

  @Test
  void theNewestTestThatPassedProvesItUntilItIsTooOld() {
    TestRecord february = test("february", 10, true, Signature.NONE);
    List<TestRecord> tests = List.of(test("january", 1, true, Signature.NONE), february);
    Instant until = february.endedAt().plus(LIMIT);

    assertThat(assess(tests, false, NOW)).isEqualTo(new Verification.Proven(february, until, null));
    assertThat(assess(tests, false, until)).isInstanceOf(Verification.Proven.class);
    assertThat(assess(tests, false, until.plusMillis(1)))
        .isEqualTo(new Verification.Overdue(february, until, null));
  }

  @Test
  void aTestThatFailedAfterOneThatPassedRefutesIt() {
    TestRecord failed = test("february", 10, false, Signature.NONE);

    assertThat(assess(List.of(failed, test("january", 1, true, Signature.NONE)), false, NOW))
        .isEqualTo(new Verification.Refuted(failed, null));
  }

  @Test
  void whereASignatureIsNeededTheAcceptedTestCountsWhileTheNewOneWaits() {
    TestRecord accepted = test("january", 1, true, Signature.ACCEPTED);
    TestRecord waiting = test("february", 10, true, Signature.NONE);

    assertThat(assess(List.of(accepted, waiting), true, NOW))
        .isEqualTo(new Verification.Proven(accepted, accepted.endedAt().plus(LIMIT), waiting));
    assertThat(assess(List.of(waiting), true, NOW))
        .isEqualTo(new Verification.Open(SINCE.plus(LIMIT), waiting));
  }

  @Test
  void whatPassedUnsignedDoesNotMakeGoodWhatFailedBefore() {
    TestRecord failed = test("january", 1, false, Signature.NONE);
    TestRecord waiting = test("february", 10, true, Signature.NONE);

    assertThat(assess(List.of(failed, waiting), true, NOW))
        .isEqualTo(new Verification.Refuted(failed, waiting));
    assertThat(assess(List.of(failed, waiting), false, NOW))
        .isInstanceOf(Verification.Proven.class);
  }

  @Test
  void aRejectedTestRefutesWhetherOrNotASignatureIsNeeded() {
    TestRecord rejected = test("january", 1, true, Signature.REJECTED);

    assertThat(assess(List.of(rejected), false, NOW))
        .isEqualTo(new Verification.Refuted(rejected, null));
    assertThat(assess(List.of(rejected), true, NOW))
        .isEqualTo(new Verification.Refuted(rejected, null));
  }

  @Test
  void noTestAtAllIsOpenAtFirstAndOverdueAfterwards() {
    Instant end = SINCE.plus(LIMIT);

    assertThat(assess(List.of(), false, end)).isEqualTo(new Verification.Open(end, null));
    assertThat(assess(List.of(), false, end.plusMillis(1)))
        .isEqualTo(new Verification.Overdue(null, end, null));
  }

  @Test
  void theFindingChangesByItselfWhenItSaysSoAndNotBefore() {
    for (List<TestRecord> history : histories(2)) {
      for (boolean needed : List.of(false, true)) {
        Verification finding = assess(history, needed, NOW);
        Instant changes = finding.changesAt();

        if (changes.equals(Instant.MAX)) {
          assertThat(assess(history, needed, NOW.plus(Duration.ofDays(9999)))).isEqualTo(finding);
        } else {
          assertThat(assess(history, needed, changes.minusMillis(1))).isEqualTo(finding);
          assertThat(assess(history, needed, changes)).isInstanceOf(Verification.Overdue.class);
        }
      }
    }
  }

  @Test
  void inEveryHistoryOfThreeTestsAProofStandsOnlyIfNothingNewerSpeaksAgainstIt() {
    for (List<TestRecord> history : histories(3)) {
      for (boolean needed : List.of(false, true)) {
        if (assess(history, needed, NOW)
            instanceof Verification.Proven(TestRecord test, Instant until, _)) {
          assertThat(test.passed()).isTrue();
          assertThat(test.signature()).isNotEqualTo(Signature.REJECTED);
          assertThat(!needed || test.signature() == Signature.ACCEPTED).isTrue();
          assertThat(NOW).isBeforeOrEqualTo(until);
          assertThat(history)
              .filteredOn(other -> other.endedAt().isAfter(test.endedAt()))
              .as("newer than %s in %s", test, history)
              .noneMatch(TestRecord::isAgainst);
        } else {
          assertThat(history)
              .filteredOn(other -> !other.isAgainst())
              .filteredOn(other -> !needed || other.signature() == Signature.ACCEPTED)
              .allMatch(proof ->
                  history.stream()
                      .anyMatch(
                          other -> other.isAgainst() && other.endedAt().isAfter(proof.endedAt())));
        }
      }
    }
  }

  /** All histories of so many tests or fewer, the order of the list turned around half the time. */
  private static List<List<TestRecord>> histories(int most) {
    List<List<TestRecord>> all = new ArrayList<>(List.of(List.of()));
    for (int length = 0; length < most; length++) {
      int day = length + 1;
      for (List<TestRecord> shorter : List.copyOf(all)) {
        if (shorter.size() == length) {
          for (Signature signature : Signature.values()) {
            for (boolean passed : List.of(true, false)) {
              List<TestRecord> longer = new ArrayList<>(shorter);
              longer.add(test("t" + day, day, passed, signature));
              if (all.size() % 2 == 0) {
                Collections.reverse(longer);
              }
              all.add(longer);
            }
          }
        }
      }
    }
    return all;
  }

  private static TestRecord test(String name, int day, boolean passed, Signature signature) {
    return new TestRecord(name, SINCE.plus(Duration.ofDays(day)), passed, signature);
  }

  private static Verification assess(List<TestRecord> tests, boolean needed, Instant now) {
    return Verification.assess(tests, needed, SINCE, Optional.empty(), now);
  }
}
