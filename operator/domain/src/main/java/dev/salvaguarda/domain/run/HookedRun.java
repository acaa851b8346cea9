package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookCall.Side;
import dev.salvaguarda.domain.hook.HookFacts;
import dev.salvaguarda.domain.hook.HookLife;
import dev.salvaguarda.domain.hook.HookStep;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.run.RunDecision.BeginHooks;
import dev.salvaguarda.domain.run.RunDecision.CallHooks;
import dev.salvaguarda.domain.run.RunDecision.Close;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerLife;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What hooks add to the life of a run. They are the run's own from its turn on, and from then on
 * every end of its work leads through those that come after it.
 */
final class HookedRun {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final RunFacts facts;
  private final RunMemory memory;
  private final Instant now;

  HookedRun(RunFacts facts, Instant now) {
    this.facts = facts;
    this.memory = facts.memory();
    this.now = now;
  }

  /** It is the run's turn. */
  RunDecision begin() {
    return facts.hooks().planned().isEmpty()
        ? start()
        : new BeginHooks(facts.hooks().planned(), now);
  }

  /**
   * What to do about a run that has hooks.
   *
   * @param work decides about its worker
   */
  RunDecision decide(Supplier<RunDecision> work) {
    if (memory.verdict() != null) {
      return closing(memory.verdict());
    }
    boolean unstarted =
        memory.attempts().attempt() == 0 && facts.worker() instanceof WorkerFact.None;
    RunDecision decision = unstarted ? opening() : work.get();
    return decision instanceof Finish end ? close(end) : decision;
  }

  private RunDecision close(Finish end) {
    boolean follows = memory.hooks().stream().anyMatch(hook -> hook.side() == Side.AFTER);
    return follows ? new Close(end, now) : end;
  }

  private RunDecision opening() {
    HookStep step = HookLife.decide(memory.hooks(), Side.BEFORE, facts.hooks().current(), now);
    // What is under way is let end: what takes it back must not come first.
    boolean underWay = !(facts.hooks().current() instanceof HookFacts.Unheard);
    Finish stop = underWay ? null : stop();
    if (stop != null) {
      return stop;
    }
    return switch (step) {
      case HookStep.Going going -> new CallHooks(going);
      case HookStep.Through(Optional<HookCall> failed) ->
          failed.<RunDecision>map(this::failed).orElseGet(this::startInTime);
    };
  }

  private RunDecision closing(Verdict verdict) {
    return switch (HookLife.decide(memory.hooks(), Side.AFTER, facts.hooks().current(), now)) {
      case HookStep.Going going -> new CallHooks(going);
      case HookStep.Through(Optional<HookCall> failed) ->
          verdict.finish(memory, failed, now.plus(SOON));
    };
  }

  /** What has come up since it was the run's turn and makes the rest pointless. */
  private @Nullable Finish stop() {
    RunSelf self = facts.self();
    if (self.cancelRequested()) {
      return ended(RunPhase.CANCELLED, FailureReason.CANCELLED, "Cancelled before it started.");
    }
    if (facts.around().policy() != PolicyPresence.PRESENT) {
      return ended(
          RunPhase.CANCELLED,
          FailureReason.CANCELLED,
          "The policy %s was deleted before the run started.".formatted(self.policy()));
    }
    Failure refused = self.refused();
    if (refused != null) {
      return ended(RunPhase.FAILED, refused.reason(), refused.message());
    }
    return facts.around().repository() instanceof Readiness.NotReady(String why)
        ? ended(RunPhase.FAILED, FailureReason.REPOSITORY_UNREACHABLE, why)
        : null;
  }

  private Finish failed(HookCall hook) {
    return ended(
        RunPhase.FAILED,
        FailureReason.BEFORE_HOOK_FAILED,
        "Hook %s before the run failed, so nothing was copied: %s"
            .formatted(hook.name(), hook.message()));
  }

  /** Neither an application nor its group is kept waiting for a Job that can't be created. */
  private RunDecision startInTime() {
    Duration patience = facts.limits().worker().start();
    Optional<Instant> called =
        memory.hooks().stream()
            .map(HookCall::endedAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder());
    Optional<Instant> since = called.or(() -> Optional.ofNullable(memory.attempts().startedAt()));
    return since.isPresent() && !now.isBefore(since.get().plus(patience))
        ? ended(
            RunPhase.FAILED,
            FailureReason.WORKER_NOT_STARTED,
            "No Job could be created within %s of %s."
                .formatted(
                    DurationText.of(patience),
                    called.isPresent() ? "the hooks before the run" : "the run's turn"))
        : start();
  }

  private RunDecision start() {
    return new Lead(WorkerLife.start(memory.attempts(), facts.limits().worker(), now));
  }

  private Finish ended(RunPhase phase, FailureReason reason, String message) {
    return RunLife.neverStarted(
        phase, memory.attempts(), new Failure(reason, message), message, now);
  }
}
