package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.restore.AttestationSpec;
import dev.salvaguarda.api.restore.CheckSpec;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreSource.PolicyPoint;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.restore.ScratchTarget;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the same questions were answered last. A share of an answer means something only if the
 * other answer was about the newest copies of its time: what a person brought back from years ago
 * would let the next test pass though most is lost.
 */
final class LastAnswers {
  private LastAnswers() {}

  /**
   * Answers that are numbers, by the name of the check.
   *
   * @param asked the checks of the restore that is to start
   * @param policy whose copies it restores
   * @param restores all of the namespace
   */
  static Map<String, BigDecimal> of(
      List<CheckSpec> asked, BackupPolicy policy, Stream<Restore> restores) {
    List<Restore> oldestFirst =
        restores
            .filter(test -> isPassedTestOf(policy, test))
            .sorted(Comparator.comparing(test -> RestoreStatusMemory.endOf(test.getStatus())))
            .toList();
    Map<String, BigDecimal> answers = new HashMap<>();
    for (CheckSpec check : asked) {
      oldestFirst.stream()
          .filter(test -> test.getSpec().checks().stream().anyMatch(old -> isSame(old, check)))
          .flatMap(test -> answer(test, check.name()).stream())
          .forEach(number -> answers.put(check.name(), number));
    }
    return answers;
  }

  private static boolean isPassedTestOf(BackupPolicy policy, Restore test) {
    RestoreSpec spec = test.getSpec();
    PolicyPoint point = spec.source().policyRef();
    return spec.purpose() == RestoreSpec.Purpose.TEST
        && point != null
        && point.name().equals(policy.getMetadata().getName())
        && point.at().equals(PolicyPoint.LATEST)
        && spec.into() instanceof ScratchTarget
        && !createdAt(test.getMetadata().getCreationTimestamp())
            .isBefore(createdAt(policy.getMetadata().getCreationTimestamp()))
        && test.getStatus() != null
        && test.getStatus().phase() == RestorePhase.SUCCEEDED
        && !isRejected(spec);
  }

  private static boolean isRejected(RestoreSpec spec) {
    return spec.attestation() != null
        && spec.attestation().verdict() == AttestationSpec.Verdict.REJECTED;
  }

  private static boolean isSame(CheckSpec old, CheckSpec check) {
    return old.name().equals(check.name())
        && old.sql() != null
        && check.sql() != null
        && old.sql().database().equals(check.sql().database())
        && old.sql().query().equals(check.sql().query());
  }

  private static Optional<BigDecimal> answer(Restore test, String check) {
    return test.getStatus().checks().stream()
        .filter(answered -> answered.name().equals(check))
        .findFirst()
        .flatMap(answered -> WantedChecks.number(answered.observed()));
  }

  private static Instant createdAt(String timestamp) {
    return Instant.parse(timestamp);
  }
}
