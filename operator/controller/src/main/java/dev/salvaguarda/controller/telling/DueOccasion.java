package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.FactWords.put;
import static dev.salvaguarda.controller.telling.FactWords.words;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NoticeSpec.SubjectRef;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.api.policy.VerificationStatus.AwaitingSignOff;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Placeholder;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That a policy's proof is overdue, or that a test waits for a signature. Each is told once: of a
 * signature some days after the test, since the message about the test asked for it already.
 *
 * @param key what is due; the same for as long as it is
 */
record DueOccasion(String key, Occasion occasion) {
  /** How long a test waits for its signature before it is asked for again. */
  static final Duration PATIENCE = Duration.ofDays(3);

  /** What is due now, as the status that is about to be written says; empty if nothing is. */
  static Optional<DueOccasion> of(BackupPolicy policy, BackupPolicyStatus next, Instant now) {
    Condition overdue =
        ConditionSet.of(next.conditions())
            .find(ConditionType.VERIFIED)
            .filter(
                verified -> ConditionReason.TEST_OVERDUE.wireName().equals(verified.getReason()))
            .orElse(null);
    AwaitingSignOff waiting =
        next.verification() == null ? null : next.verification().awaitingSignOff();
    if (waiting != null && waiting.restore() != null) {
      boolean isLate = waiting.since() == null || !now.isBefore(waiting.since().plus(PATIENCE));
      if (isLate || overdue != null) {
        return Optional.of(signature(policy, next, waiting.restore(), waiting.since(), now));
      }
    }
    return overdue == null ? Optional.empty() : Optional.of(proof(policy, next, overdue, now));
  }

  private static DueOccasion signature(
      BackupPolicy policy,
      BackupPolicyStatus next,
      String test,
      @Nullable Instant since,
      Instant now) {
    Map<Placeholder, Fact> facts = facts(policy, next, ConditionReason.AWAITING_SIGN_OFF, null);
    facts.put(Placeholder.TEST, words(test));
    put(facts, Placeholder.SINCE, since == null ? null : new Fact.Moment(since));
    facts.put(
        Placeholder.SIGN_COMMAND,
        FactWords.command("sign", policy.getMetadata().getNamespace(), test));
    return due(policy, signatureKey(test), facts, now);
  }

  /** Overdue is the time since one proof: the next one ends it. */
  private static DueOccasion proof(
      BackupPolicy policy, BackupPolicyStatus next, Condition overdue, Instant now) {
    Map<Placeholder, Fact> facts =
        facts(policy, next, ConditionReason.TEST_OVERDUE, overdue.getMessage());
    return due(policy, proofKey(next), facts, now);
  }

  /**
   * What may be due as a status stands, whether it is by now or not: a test that waits for its
   * signature, and the proof after the last one.
   */
  static Set<String> keys(BackupPolicyStatus status) {
    var waiting = status.verification() == null ? null : status.verification().awaitingSignOff();
    return waiting == null || waiting.restore() == null
        ? Set.of(proofKey(status))
        : Set.of(proofKey(status), signatureKey(waiting.restore()));
  }

  private static String signatureKey(String test) {
    return "signature of " + test;
  }

  private static String proofKey(BackupPolicyStatus status) {
    var last = status.lastVerification();
    return last == null || last.restore() == null ? "first proof" : "proof after " + last.restore();
  }

  private static Map<Placeholder, Fact> facts(
      BackupPolicy policy, BackupPolicyStatus next, ConditionReason why, @Nullable String detail) {
    Map<Placeholder, Fact> facts = FactWords.ofPolicy(policy);
    FactWords.putReason(facts, why.wireName(), detail);
    FactWords.putLastTest(facts, next);
    var meta = policy.getMetadata();
    facts.put(
        Placeholder.COMMAND, FactWords.command("policy", meta.getNamespace(), meta.getName()));
    return facts;
  }

  private static DueOccasion due(
      BackupPolicy policy, String key, Map<Placeholder, Fact> facts, Instant now) {
    var meta = policy.getMetadata();
    return new DueOccasion(
        key,
        new Occasion(
            NotifySpec.Occasion.VERIFICATION_DUE,
            new SubjectRef("BackupPolicy", meta.getName(), meta.getUid()),
            key,
            meta.getNamespace(),
            meta.getUid(),
            now,
            facts));
  }
}
