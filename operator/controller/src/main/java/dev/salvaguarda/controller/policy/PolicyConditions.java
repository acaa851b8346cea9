package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.api.ConditionType.LAST_RUN_SUCCEEDED;
import static dev.salvaguarda.api.ConditionType.READY;
import static dev.salvaguarda.api.ConditionType.RPO_MET;
import static java.time.temporal.ChronoUnit.SECONDS;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.BackupPolicyStatus.LastSuccessfulRun;
import dev.salvaguarda.api.policy.Objectives;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.policy.PolicyRepository.State;
import dev.salvaguarda.controller.policy.PolicySchedules.Problem;
import dev.salvaguarda.controller.window.OpenWindows.Hold;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.objective.RecoveryPoint;
import dev.salvaguarda.domain.quantity.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a policy's status says of it and its runs. Their messages hold no ages, so they change
 * rarely.
 */
final class PolicyConditions {
  /** A pod may have to wait for its image or for a new node. */
  private static final Duration START_PATIENCE = Duration.ofMinutes(1);

  private PolicyConditions() {}

  /** Whether the policy can run. */
  static ConditionFact ready(PolicySeen seen, PolicyDecision decision, Instant now) {
    Failure refused = seen.source().refused();
    if (refused != null) {
      return ConditionFact.unmet(READY, refused);
    }
    PolicySchedules schedules = decision.runs().schedules();
    List<Problem> problems = decision.problems();
    if (!problems.isEmpty()) {
      return ConditionFact.unmet(
          READY,
          problems.getFirst().reason(),
          problems.stream().map(Problem::message).collect(Collectors.joining(" ")));
    }
    Optional<String> unreadable = unreadableObjective(seen.spec().objectives());
    if (unreadable.isPresent()) {
      return ConditionFact.unmet(READY, ConditionReason.INVALID_DURATION, unreadable.get());
    }
    for (PolicyRepository repository : seen.repositories()) {
      Optional<ConditionFact> trouble = trouble(repository);
      if (trouble.isPresent()) {
        return trouble.get();
      }
    }
    return stuck(seen.runs(), now)
        .or(() -> HostReadiness.verdict(seen))
        .orElseGet(() ->
            seen.spec().suspend()
                ? ConditionFact.met(
                    READY,
                    ConditionReason.SUSPENDED,
                    "No run is started by schedule." + HostReadiness.seen(seen))
                : ConditionFact.met(
                    READY,
                    ConditionReason.RECONCILED,
                    "%d schedule%s in %s.%s%s"
                        .formatted(
                            schedules.patterns().size(),
                            schedules.patterns().size() == 1 ? "" : "s",
                            schedules.zone(),
                            unguarded(seen.spec()),
                            HostReadiness.seen(seen))));
  }

  /** Of what a program writes nobody else can say whether it is all. */
  private static String unguarded(BackupPolicySpec spec) {
    boolean guarded = spec.guards() != null && spec.guards().minSize() != null;
    return spec.source().command() == null || guarded
        ? ""
        : " The policy sets no guards.minSize, so an output that is too short is not noticed.";
  }

  /** When {@link #ready} turns False if nothing happens; {@link Instant#MAX} if it does not. */
  static Instant readyFlipsAt(RunHistory runs, Instant now) {
    return runs.active()
        .flatMap(PolicyRun::stuckSince)
        .map(since -> since.plus(START_PATIENCE))
        .filter(now::isBefore)
        .orElse(Instant.MAX);
  }

  /** What keeps one run from starting will keep the next one as well. */
  private static Optional<ConditionFact> stuck(RunHistory runs, Instant now) {
    return runs.active()
        .filter(run ->
            run.stuckSince().filter(since -> !now.isBefore(since.plus(START_PATIENCE))).isPresent())
        .map(run ->
            ConditionFact.unmet(
                READY,
                new Failure(
                    FailureReason.WORKER_NOT_STARTED,
                    "%s: %s".formatted(run.name(), run.status().message()))));
  }

  /** Whether the newest good archive is young enough, and what keeps the next from being made. */
  static ConditionFact rpoMet(
      PolicySeen seen, @Nullable LastSuccessfulRun newestGood, @Nullable Hold hold, Instant now) {
    ConditionFact fact = rpoMet(seen, newestGood, now);
    return hold == null
        ? fact
        : new ConditionFact(
            fact.type(),
            fact.truth(),
            fact.reason(),
            "%s No run is started until %s: maintenance %s holds them."
                .formatted(fact.message(), hold.until().truncatedTo(SECONDS), hold.window()));
  }

  private static ConditionFact rpoMet(
      PolicySeen seen, @Nullable LastSuccessfulRun newestGood, Instant now) {
    Optional<Duration> objective = objective(seen);
    if (objective.isEmpty()) {
      return ConditionFact.unknown(
          RPO_MET, ConditionReason.NO_OBJECTIVE, "The policy sets no objectives.rpo.");
    }
    String allowed = DurationText.of(objective.get());
    return switch (recoveryPoint(objective.get(), newestGood, now)) {
      case RecoveryPoint.Met(_, Instant until) ->
          ConditionFact.met(
              RPO_MET,
              ConditionReason.OBJECTIVE_MET,
              "%s is young enough until %s; the objective is %s."
                  .formatted(name(newestGood), until.truncatedTo(SECONDS), allowed));
      case RecoveryPoint.Missed(_, Instant since) ->
          ConditionFact.unmet(
              RPO_MET,
              ConditionReason.OBJECTIVE_MISSED,
              "%s is the newest good run and was too old from %s on; the objective is %s."
                  .formatted(name(newestGood), since.truncatedTo(SECONDS), allowed));
      case RecoveryPoint.NoArchive() ->
          ConditionFact.unmet(
              RPO_MET,
              ConditionReason.NO_GOOD_RUN,
              "No run has succeeded yet; the objective is %s.".formatted(allowed));
    };
  }

  /** When {@link #rpoMet} turns False if nothing happens; {@link Instant#MAX} if it does not. */
  static Instant rpoFlipsAt(PolicySeen seen, @Nullable LastSuccessfulRun newestGood, Instant now) {
    return objective(seen)
        .map(objective -> recoveryPoint(objective, newestGood, now))
        .map(point ->
            switch (point) {
              case RecoveryPoint.Met(_, Instant until) -> until.plusMillis(1);
              case RecoveryPoint.Missed _, RecoveryPoint.NoArchive _ -> Instant.MAX;
            })
        .orElse(Instant.MAX);
  }

  /** How the newest run ended. */
  static ConditionFact lastRunSucceeded(RunHistory runs) {
    return runs.newestFinished()
        .map(run ->
            switch (run.phase()) {
              case SUCCEEDED ->
                  ConditionFact.met(
                      LAST_RUN_SUCCEEDED,
                      ConditionReason.RUN_SUCCEEDED,
                      run.name() + " succeeded.");
              case DEGRADED -> unsuccessful(run, ConditionReason.RUN_DEGRADED, "is degraded");
              case CANCELLED -> unsuccessful(run, ConditionReason.RUN_CANCELLED, "was cancelled");
              case MISSED -> unsuccessful(run, ConditionReason.RUN_MISSED, "was missed");
              case FAILED, PENDING, QUEUED, STARTING, RUNNING ->
                  unsuccessful(run, ConditionReason.RUN_FAILED, "failed");
            })
        .orElseGet(() ->
            ConditionFact.unknown(
                LAST_RUN_SUCCEEDED, ConditionReason.NO_RUN_FINISHED, "No run has ended yet."));
  }

  private static ConditionFact unsuccessful(PolicyRun run, ConditionReason reason, String how) {
    String why = run.status().message() == null ? "." : ": " + run.status().message();
    return ConditionFact.unmet(LAST_RUN_SUCCEEDED, reason, run.name() + " " + how + why);
  }

  private static Optional<ConditionFact> trouble(PolicyRepository repository) {
    return switch (repository.state()) {
      case State.Ready() -> Optional.empty();
      case State.Absent() ->
          Optional.of(
              ConditionFact.unmet(
                  READY,
                  ConditionReason.REPOSITORY_NOT_FOUND,
                  "There is no BackupRepository %s in this namespace."
                      .formatted(repository.name())));
      case State.Unknown(String why) ->
          Optional.of(
              ConditionFact.unknown(
                  READY,
                  ConditionReason.REPOSITORY_NOT_READY,
                  "BackupRepository %s %s".formatted(repository.name(), why)));
      case State.NotReady(String reason, String message) ->
          Optional.of(
              ConditionFact.unmet(
                  READY,
                  ConditionReason.REPOSITORY_NOT_READY,
                  "BackupRepository %s is not ready (%s): %s"
                      .formatted(repository.name(), reason, message)));
    };
  }

  private static RecoveryPoint recoveryPoint(
      Duration objective, @Nullable LastSuccessfulRun newestGood, Instant now) {
    Optional<Instant> capturedAt =
        Optional.ofNullable(newestGood).map(LastSuccessfulRun::capturedAt);
    return RecoveryPoint.assess(objective, capturedAt, now);
  }

  private static Optional<Duration> objective(PolicySeen seen) {
    Objectives objectives = seen.spec().objectives();
    return objectives == null ? Optional.empty() : duration(objectives.rpo());
  }

  private static Optional<String> unreadableObjective(@Nullable Objectives objectives) {
    return objectives == null
        ? Optional.empty()
        : unreadable("objectives.rpo", objectives.rpo())
            .or(() -> unreadable("objectives.rto", objectives.rto()));
  }

  private static Optional<String> unreadable(String field, @Nullable String text) {
    return text == null || duration(text).isPresent()
        ? Optional.empty()
        : Optional.of(
            "%s \"%s\" is not a duration greater than zero, such as 24h.".formatted(field, text));
  }

  private static Optional<Duration> duration(@Nullable String text) {
    return Optional.ofNullable(text).flatMap(DurationText::parse).filter(Duration::isPositive);
  }

  private static String name(@Nullable LastSuccessfulRun run) {
    return run == null || run.name() == null ? "The newest good run" : run.name();
  }
}
