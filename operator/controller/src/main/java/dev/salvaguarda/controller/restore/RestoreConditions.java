package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.restore.AttestationSpec;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.restore.RestoreDecision.Finish;
import dev.salvaguarda.domain.worker.AttemptMemory;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions of a restore: Complete, Passed, and Attested once a person has signed. */
final class RestoreConditions {
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private RestoreConditions() {}

  /** Of one that has not ended. */
  static List<Condition> going(
      List<Condition> old,
      AttemptMemory attempts,
      String message,
      @Nullable Long generation,
      Instant now) {
    ConditionReason reason =
        attempts.retryAt() == null
            ? ConditionReason.IN_PROGRESS
            : ConditionReason.WAITING_FOR_RETRY;
    return ConditionSet.of(old)
        .with(ConditionFact.unmet(ConditionType.COMPLETE, reason, message), generation, now)
        .conditions();
  }

  /** Of one that ends now: of no generation, since no spec that follows makes it out of date. */
  static List<Condition> ended(List<Condition> old, Finish end, Instant now) {
    Failure failure = end.failure();
    ConditionReason reason =
        failure == null ? ConditionReason.RESTORE_PASSED : ConditionReason.RESTORE_ENDED;
    ConditionFact passed =
        failure == null
            ? ConditionFact.met(ConditionType.PASSED, ConditionReason.RESTORE_PASSED, end.message())
            : ConditionFact.unmet(ConditionType.PASSED, failure);
    return ConditionSet.of(old)
        .with(ConditionFact.met(ConditionType.COMPLETE, reason, end.message()), null, now)
        .with(passed, null, now)
        .conditions();
  }

  /** Of one that a person has signed, which is told once and then stays as it is. */
  static List<Condition> attested(List<Condition> old, AttestationSpec attestation, Instant now) {
    if (ConditionSet.of(old).find(ConditionType.ATTESTED).isPresent()) {
      return old;
    }
    ConditionFact fact =
        attestation.verdict() == AttestationSpec.Verdict.ACCEPTED
            ? ConditionFact.met(
                ConditionType.ATTESTED,
                ConditionReason.ATTESTATION_ACCEPTED,
                words(attestation, now))
            : ConditionFact.unmet(
                ConditionType.ATTESTED,
                ConditionReason.ATTESTATION_REJECTED,
                words(attestation, now));
    return ConditionSet.of(old).with(fact, null, now).conditions();
  }

  /** What a signature says that the status does not tell of yet. */
  static Optional<String> newAttestation(Restore restore, Instant now) {
    AttestationSpec attestation = restore.getSpec().attestation();
    boolean told =
        restore.getStatus() != null
            && ConditionSet.of(restore.getStatus().conditions())
                .find(ConditionType.ATTESTED)
                .isPresent();
    return attestation == null || told || RestoreCache.isOpen(restore)
        ? Optional.empty()
        : Optional.of(words(attestation, now));
  }

  /** Who reads it must not take a date that nobody can have signed at for one. */
  private static String words(AttestationSpec attestation, Instant now) {
    return "%s by %s at %s%s%s."
        .formatted(
            attestation.verdict() == AttestationSpec.Verdict.ACCEPTED ? "Accepted" : "Rejected",
            attestation.by(),
            attestation.at(),
            attestation.at().isAfter(now.plus(CLOCKS_DIFFER))
                ? ", a time to come when it was read at " + now.truncatedTo(ChronoUnit.SECONDS)
                : "",
            attestation.remarks() == null ? "" : ": " + withoutStop(attestation.remarks()));
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
