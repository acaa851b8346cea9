package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.StatusWriter;
import dev.salvaguarda.controller.telling.Telling;
import dev.salvaguarda.controller.telling.Told;
import dev.salvaguarda.domain.run.RunDecision;
import dev.salvaguarda.domain.run.RunDecision.CallHooks;
import dev.salvaguarda.domain.run.RunDecision.ClaimTurn;
import dev.salvaguarda.domain.run.RunDecision.Close;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.RunDecision.Question;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.Step;
import dev.salvaguarda.domain.run.RunLife;
import dev.salvaguarda.domain.worker.WorkerStep;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Leads each {@link BackupRun} from waiting to one of its ends. */
@ControllerConfiguration(
    name = "run",
    fieldManager = LookRules.FIELD_MANAGER,
    maxReconciliationInterval =
        @MaxReconciliationInterval(
            interval = LookRules.LONGEST_PAUSE_MINUTES,
            timeUnit = TimeUnit.MINUTES))
@GradualRetry(
    maxAttempts = LookRules.RETRIES_WITHOUT_END,
    initialInterval = LookRules.FIRST_RETRY_MILLIS,
    intervalMultiplier = LookRules.RETRY_GROWTH,
    maxInterval = LookRules.LONGEST_RETRY_MILLIS)
public final class BackupRunReconciler implements Reconciler<BackupRun> {
  /**
   * The runs that it has to watch: of the others nothing is left to be done, and whoever wants to
   * know of them reads the records. To be given to the SDK when the reconciler is registered.
   */
  public static final FieldSelector WATCHED =
      new FieldSelector(new FieldSelector.Field(BackupRun.SETTLED_FIELD, "true", true));

  private final RunGatherer gatherer;
  private final RunApplier applier;
  private final RunRecords records;
  private final Telling telling;
  private final Clock clock;
  private final StatusWriter<BackupRun, BackupRunStatus> status;
  private final SimpleInboundEventSource<BackupRun> turns =
      new SimpleInboundEventSource<>("run-turns");

  public BackupRunReconciler(
      RunGatherer gatherer, RunApplier applier, RunRecords records, Telling telling, Clock clock) {
    this.gatherer = gatherer;
    this.applier = applier;
    this.records = records;
    this.telling = telling;
    this.clock = clock;
    this.status =
        new StatusWriter<>(
            ConditionType.COMPLETE,
            BackupRunStatus.none(),
            BackupRunStatus::conditions,
            BackupRunStatus::withConditions,
            BackupRun::new,
            // Those are written by whoever reads the repository.
            whole -> whole.withDamagedTargets(List.of()),
            clock);
  }

  @Override
  public List<EventSource<?, BackupRun>> prepareEventSources(
      EventSourceContext<BackupRun> context) {
    return RunEventSources.of(context, records, turns);
  }

  @Override
  public UpdateControl<BackupRun> reconcile(BackupRun run, Context<BackupRun> context) {
    Instant now = clock.instant();
    RunCache cache = new RunCache(context, records);
    Look look = look(run, cache, now);
    if (look.wantsTheNewest()) {
      Optional<BackupRun> newest = gatherer.read(run);
      if (newest.isEmpty()) {
        return UpdateControl.noUpdate();
      }
      if (!version(newest.get()).equals(version(run))) {
        look = look(newest.get(), cache, now);
      }
    }
    applier.apply(
        look.seen(),
        look.step(),
        cache,
        () -> turns.propagateEvent(ResourceID.fromResource(run)),
        now);
    wakeNext(look.seen(), cache);
    if (look.isOverAndDeleted()) {
      // Nothing may be left to be written to.
      return UpdateControl.noUpdate();
    }
    BackupRunStatus next = RunReport.next(look.seen(), look.step(), now);
    Told told =
        telling.ofRun(
            look.seen().run(),
            next,
            () -> gatherer.policy(run, cache),
            () -> cache.runsOf(run.getMetadata().getNamespace(), run.getSpec().policyRef().name()),
            now);
    return status
        .write(look.seen().run(), next.withConditions(told.conditions()))
        .lookingAgainAt(told.next(look.step().next()), now);
  }

  /**
   * What was seen and is to be done, once all questions are answered.
   *
   * @param asked whether there were questions, whose answers take their time
   */
  private record Look(RunSeen seen, Step step, boolean asked) {
    /**
     * Before what can't be undone; and after an answer, since meanwhile somebody may have made
     * another run of this name, of which nothing of this is true.
     */
    boolean wantsTheNewest() {
      return asked
          || step instanceof Finish
          || step instanceof Close
          || step instanceof CallHooks
          || step instanceof Lead(WorkerStep.Start _);
    }

    boolean isOverAndDeleted() {
      return seen.facts().memory().phase().isTerminal()
          && seen.run().getMetadata().getDeletionTimestamp() != null;
    }

    boolean failed() {
      return step instanceof RetryLater
          || (step instanceof Finish end && failedAttempt(end))
          || (step instanceof Close(Finish end, _) && failedAttempt(end));
    }

    private static boolean failedAttempt(Finish end) {
      return end.failure() != null && end.known().attempt() > 0;
    }
  }

  private Look look(BackupRun run, RunCache cache, Instant now) {
    RunSeen seen = gatherer.gather(run, cache, now);
    RunDecision decision = RunLife.decide(seen.facts(), now);
    boolean asked = decision instanceof Question;
    while (decision instanceof Question question) {
      seen =
          question instanceof ClaimTurn
              ? applier.claim(seen, cache, now)
              : gatherer.answer(seen, question);
      decision = RunLife.decide(seen.facts(), now);
    }
    Look look = new Look(seen, (Step) decision, asked);
    return look.failed() ? new Look(gatherer.withLog(seen), look.step(), asked) : look;
  }

  /** The end of a run is what others of its group wait for. */
  private void wakeNext(RunSeen seen, RunCache cache) {
    if (!seen.facts().memory().phase().isTerminal()) {
      return;
    }
    String policy = seen.run().getSpec().policyRef().name();
    Set<String> groups =
        cache.policy(seen.namespace(), policy).map(RunSeen::groups).orElseGet(Set::of);
    RunLine.next(cache.rivals(seen.namespace(), policy, groups))
        .forEach(next -> turns.propagateEvent(ResourceID.fromResource(next)));
  }

  private static String version(BackupRun run) {
    return run.getMetadata().getResourceVersion();
  }

  @Override
  public ErrorStatusUpdateControl<BackupRun> updateErrorStatus(
      BackupRun seen, Context<BackupRun> context, Exception error) {
    return status.writeFailure(seen, error, context.getRetryInfo());
  }
}
