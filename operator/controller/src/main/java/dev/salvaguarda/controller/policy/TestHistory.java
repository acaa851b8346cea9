package dev.salvaguarda.controller.policy;

import dev.salvaguarda.controller.telling.Told;
import dev.salvaguarda.domain.verification.TestRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tests of one policy, and what they say together. */
record TestHistory(List<PolicyTest> tests) {
  /** So many unsigned tests are kept beyond the history limits, which allow as many themselves. */
  private static final int MOST_UNSIGNED = 200;

  private static final Comparator<PolicyTest> NEWEST_END_FIRST =
      Comparator.comparing(PolicyTest::endedAt)
          .thenComparing(PolicyTest::createdAt)
          .thenComparing(PolicyTest::name)
          .reversed();

  TestHistory {
    tests = List.copyOf(tests);
  }

  /** The test that is going on; of several, the oldest. */
  Optional<PolicyTest> active() {
    return tests.stream()
        .filter(PolicyTest::isOpen)
        .min(Comparator.comparing(PolicyTest::createdAt).thenComparing(PolicyTest::name));
  }

  /** When a test was last made that counts, or that belongs to the policy. */
  Instant lastStart() {
    return tests.stream()
        .filter(test -> test.own() || test.counts())
        .map(PolicyTest::createdAt)
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /** The newest due time that has a test, up to {@code now}. */
  Optional<Instant> handledUntil(Instant now) {
    return tests.stream()
        .filter(PolicyTest::own)
        .flatMap(test -> Optional.ofNullable(test.dueAt()).stream())
        .filter(due -> !due.isAfter(now))
        .max(Comparator.naturalOrder());
  }

  /** What those say that count and have ended. */
  List<TestRecord> records() {
    return tests.stream()
        .filter(PolicyTest::counts)
        .flatMap(test -> test.record().stream())
        .toList();
  }

  Optional<PolicyTest> find(String name) {
    return tests.stream().filter(test -> test.name().equals(name)).findFirst();
  }

  /**
   * Finished tests beyond the limits, oldest first; only those that the operator made, never one
   * that is still to be told, the newest that ended, the newest that passed, or one that waits for
   * a signature.
   *
   * @param signatureNeeded whether tests that passed wait for one
   */
  List<PolicyTest> beyond(HistoryLimits limits, boolean signatureNeeded) {
    List<PolicyTest> finished =
        tests.stream()
            .filter(test -> test.own() && !test.isOpen())
            .sorted(NEWEST_END_FIRST)
            .toList();
    Set<String> kept =
        finished.stream()
            .filter(test -> signatureNeeded && test.isPassed() && test.attestation() == null)
            .limit(MOST_UNSIGNED)
            .map(PolicyTest::name)
            .collect(Collectors.toSet());
    finished.stream().findFirst().ifPresent(newest -> kept.add(newest.name()));
    finished.stream()
        .filter(test -> test.isPassed() && test.record().filter(TestRecord::isAgainst).isEmpty())
        .findFirst()
        .ifPresent(newest -> kept.add(newest.name()));
    return limits.beyond(
        finished,
        PolicyTest::isPassed,
        test ->
            !test.leaving()
                && !kept.contains(test.name())
                && !Told.isOpen(test.status().conditions()));
  }
}
