package dev.salvaguarda.controller.nonconformity;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.LastVerification;
import dev.salvaguarda.api.policy.VerificationStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.record.RunOwner;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.nonconformity.Cause;
import dev.salvaguarda.domain.nonconformity.EndedRun;
import dev.salvaguarda.domain.nonconformity.EndedRun.Ending;
import dev.salvaguarda.domain.nonconformity.Evidence;
import dev.salvaguarda.domain.nonconformity.Signal;
import dev.salvaguarda.domain.quantity.DurationText;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a policy, as its status says, and its runs show of each cause. */
public final class PolicyEvidence {
  private final BackupPolicy policy;
  private final BackupPolicyStatus status;
  private final Instant now;

  private PolicyEvidence(BackupPolicy policy, BackupPolicyStatus status, Instant now) {
    this.policy = policy;
    this.status = status;
    this.now = now;
  }

  /**
   * One look.
   *
   * @param status the policy's own, or the one that is about to be written
   * @param runs at least all of the policy; others are left out
   */
  public static Map<Cause, Evidence> of(
      BackupPolicy policy, BackupPolicyStatus status, Collection<BackupRun> runs, Instant now) {
    PolicyEvidence evidence = new PolicyEvidence(policy, status, now);
    List<EndedRun> ended =
        runs.stream()
            .filter(run -> RunOwner.isOf(run, policy) && run.getSpec().targets().isEmpty())
            .sorted(Comparator.comparing(run -> run.getMetadata().getCreationTimestamp()))
            .flatMap(run -> ended(run).stream())
            .sorted(Comparator.comparing(EndedRun::at))
            .toList();
    Map<Cause, Evidence> all = new EnumMap<>(Cause.class);
    for (Cause cause : Cause.values()) {
      all.put(
          cause,
          switch (cause) {
            case FAILED, MISSED, DEGRADED -> Evidence.ofRuns(cause, ended);
            case LATE -> evidence.late();
            case UNVERIFIED -> evidence.unverified();
          });
    }
    return all;
  }

  /** When it turns out by time alone that a policy without any copy is late; empty if never. */
  public static Optional<Instant> lateFrom(BackupPolicy policy) {
    var objectives = policy.getSpec().objectives();
    return Optional.ofNullable(objectives == null ? null : objectives.rpo())
        .flatMap(DurationText::parse)
        .filter(Duration::isPositive)
        .map(Instant.parse(policy.getMetadata().getCreationTimestamp())::plus);
  }

  private static Optional<EndedRun> ended(BackupRun run) {
    var status = run.getStatus();
    if (status == null || status.phase() == null || isHeld(run)) {
      return Optional.empty();
    }
    Instant at =
        status.completionTime() == null
            ? Instant.parse(run.getMetadata().getCreationTimestamp())
            : status.completionTime();
    return ending(status.phase())
        .map(ending ->
            new EndedRun(
                run.getMetadata().getName(), ending, at, words(run, ending, status.message())));
  }

  /** What maintenance held was planned, and conforms. */
  private static boolean isHeld(BackupRun run) {
    var missed = run.getSpec().trigger().missed();
    return missed != null && missed.heldBy() != null;
  }

  private static Optional<Ending> ending(RunPhase phase) {
    return switch (phase) {
      case SUCCEEDED -> Optional.of(Ending.SUCCEEDED);
      case DEGRADED -> Optional.of(Ending.DEGRADED);
      case FAILED -> Optional.of(Ending.FAILED);
      case MISSED -> Optional.of(Ending.MISSED);
      case PENDING, QUEUED, STARTING, RUNNING, CANCELLED -> Optional.empty();
    };
  }

  private static String words(BackupRun run, Ending ending, @Nullable String message) {
    String how =
        switch (ending) {
          case SUCCEEDED -> "succeeded";
          case DEGRADED -> "is degraded";
          case FAILED -> "failed";
          case MISSED -> "was missed";
        };
    return run.getMetadata().getName() + " " + how + (message == null ? "." : ": " + message);
  }

  private Evidence late() {
    return find(ConditionType.RPO_MET)
        .map(met ->
            switch (met.getStatus()) {
              case "True" -> gone(met);
              case "False" -> isFor(ConditionReason.NO_GOOD_RUN, met) ? without(met) : old(met);
              default -> isFor(ConditionReason.NO_OBJECTIVE, met) ? gone(met) : unknown();
            })
        .orElseGet(PolicyEvidence::unknown);
  }

  private Evidence old(Condition missed) {
    var newest = status.lastSuccessfulRun();
    String name = newest == null || newest.name() == null ? "the newest copy" : newest.name();
    return active(name, since(missed), missed);
  }

  /** A new policy has as much time for its first copy as for any other. */
  private Evidence without(Condition missed) {
    return lateFrom(policy)
        .filter(from -> !now.isBefore(from))
        .map(from -> active("no copy", latest(from, since(missed)), missed))
        .orElseGet(PolicyEvidence::unknown);
  }

  private Evidence unverified() {
    return find(ConditionType.VERIFIED)
        .map(verified ->
            switch (verified.getStatus()) {
              case "True" -> gone(verified);
              case "False" -> notProven(verified);
              default ->
                  isFor(ConditionReason.NO_VERIFICATION, verified) ? gone(verified) : unknown();
            })
        .orElseGet(PolicyEvidence::unknown);
  }

  private Evidence notProven(Condition verified) {
    VerificationStatus.Failed failed =
        status.verification() == null ? null : status.verification().lastFailure();
    boolean byTest =
        isFor(ConditionReason.TEST_NOT_PASSED, verified)
            || isFor(ConditionReason.ATTESTATION_REJECTED, verified);
    if (byTest && failed != null && failed.restore() != null && failed.time() != null) {
      return active(failed.restore(), latest(failed.time(), since(verified)), verified);
    }
    LastVerification last = status.lastVerification();
    return active(
        last == null || last.restore() == null ? "no test" : last.restore(),
        since(verified),
        verified);
  }

  private Optional<Condition> find(ConditionType type) {
    return ConditionSet.of(status.conditions()).find(type);
  }

  private static Evidence active(String name, Instant at, Condition condition) {
    return new Evidence.Active(List.of(new Signal(name, at, condition.getMessage())), 1);
  }

  private static Evidence gone(Condition condition) {
    return new Evidence.Gone(List.of(), since(condition));
  }

  private static Evidence unknown() {
    return new Evidence.Unknown();
  }

  private static boolean isFor(ConditionReason reason, Condition condition) {
    return reason.wireName().equals(condition.getReason());
  }

  private static Instant since(Condition condition) {
    return Instant.parse(condition.getLastTransitionTime());
  }

  private static Instant latest(Instant one, Instant other) {
    return Stream.of(one, other).max(Comparator.naturalOrder()).orElseThrow();
  }
}
