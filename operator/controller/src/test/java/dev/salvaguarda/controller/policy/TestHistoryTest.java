package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.restore.AttestationSpec;
import dev.salvaguarda.api.restore.AttestationSpec.Verdict;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TestHistoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final HistoryLimits ONE_EACH = new HistoryLimits(1, 1);

  @Test
  void finishedTestsBeyondTheLimitsGoOldestFirst() {
    assertThat(
            beyond(
                false,
                test(1, RestorePhase.SUCCEEDED, null),
                test(2, RestorePhase.FAILED, null),
                test(3, RestorePhase.SUCCEEDED, null),
                test(4, RestorePhase.FAILED, null),
                test(5, RestorePhase.CANCELLED, null),
                test(6, RestorePhase.RUNNING, null)))
        .containsExactly("t1", "t2", "t4");
  }

  @Test
  void theNewestThatPassedAndWasNotRejectedStays() {
    assertThat(
            beyond(
                false,
                test(1, RestorePhase.SUCCEEDED, null),
                test(2, RestorePhase.SUCCEEDED, Verdict.ACCEPTED),
                test(3, RestorePhase.SUCCEEDED, Verdict.REJECTED),
                test(4, RestorePhase.SUCCEEDED, Verdict.REJECTED)))
        .containsExactly("t1", "t3");
  }

  @Test
  void whatAwaitsASignatureStaysAndNotWithoutEnd() {
    PolicyTest[] unsigned =
        IntStream.rangeClosed(1, 205)
            .mapToObj(day -> test(day, RestorePhase.SUCCEEDED, null))
            .toArray(PolicyTest[]::new);

    assertThat(beyond(true, unsigned)).containsExactly("t1", "t2", "t3", "t4", "t5");
    assertThat(
            beyond(
                true,
                test(1, RestorePhase.SUCCEEDED, null),
                test(2, RestorePhase.SUCCEEDED, Verdict.ACCEPTED),
                test(3, RestorePhase.SUCCEEDED, Verdict.ACCEPTED)))
        .containsExactly("t2");
  }

  @Test
  void aTestThatAPersonMadeIsTheirs() {
    List<PolicyTest> theirs = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      PolicyTest test = test(day, RestorePhase.SUCCEEDED, null);
      theirs.add(
          new PolicyTest(
              test.name(), test.createdAt(), false, null, true, test.status(), null, false));
    }

    assertThat(new TestHistory(theirs).beyond(ONE_EACH, false)).isEmpty();
  }

  @Test
  void fewTargetsAreNamedWithWhatEachReachedAndManyAreCounted() {
    assertThat(proof("payroll V3", "globals V2")).isEqualTo("payroll V3, globals V2");
    assertThat(proof("a V3", "b V3", "c V3", "d V2", "e V3"))
        .isEqualTo("4 targets V3, 1 target V2");
  }

  private static String proof(String... targets) {
    String list = "";
    for (String target : targets) {
      String[] parts = target.split(" ", -1);
      list += "- {name: %s, phase: Succeeded, rung: %s}\n".formatted(parts[0], parts[1]);
    }
    return TestFinding.proof(
        Serialization.unmarshal("targets:\n" + list, RestoreStatus.class).targets());
  }

  private static List<String> beyond(boolean signatureNeeded, PolicyTest... tests) {
    return new TestHistory(List.of(tests))
        .beyond(ONE_EACH, signatureNeeded).stream().map(PolicyTest::name).toList();
  }

  private static PolicyTest test(int day, RestorePhase phase, @Nullable Verdict verdict) {
    Instant at = START.plus(Duration.ofDays(day));
    RestoreStatus status =
        Serialization.unmarshal(
            phase.isFinal()
                ? "phase: %s\ncompletionTime: \"%s\"".formatted(wire(phase), at)
                : "phase: %s".formatted(wire(phase)),
            RestoreStatus.class);
    return new PolicyTest(
        "t" + day,
        at,
        true,
        null,
        true,
        status,
        verdict == null ? null : new AttestationSpec("A. Tester", at, verdict, null),
        false);
  }

  private static String wire(RestorePhase phase) {
    return phase.name().charAt(0) + phase.name().substring(1).toLowerCase(java.util.Locale.ROOT);
  }
}
