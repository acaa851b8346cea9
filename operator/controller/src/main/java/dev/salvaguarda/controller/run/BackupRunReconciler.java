package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.controller.status.FailureReport;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.SlimStore;
import dev.salvaguarda.controller.status.StatusUpdate;
import dev.salvaguarda.domain.run.RunDecision;
import dev.salvaguarda.domain.run.RunLife;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Leads each {@link BackupRun} from waiting to one of its ends. */
@ControllerConfiguration(
    name = "run",
    fieldManager = "salvaguarda",
    informer = @Informer(itemStore = SlimStore.class),
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
  private final RunGatherer gatherer;
  private final AnswerGatherer answers;
  private final RunApplier applier;
  private final Clock clock;
  private final FailureReport<BackupRun, BackupRunStatus> failures;

  public BackupRunReconciler(
      RunGatherer gatherer, AnswerGatherer answers, RunApplier applier, Clock clock) {
    this.gatherer = gatherer;
    this.answers = answers;
    this.applier = applier;
    this.clock = clock;
    this.failures =
        new FailureReport<>(
            ConditionType.COMPLETE,
            status -> status == null ? null : status.conditions(),
            (status, conditions) ->
                (status == null ? BackupRunStatus.none() : status).withConditions(conditions),
            BackupRun::new,
            clock);
  }

  @Override
  public List<EventSource<?, BackupRun>> prepareEventSources(
      EventSourceContext<BackupRun> context) {
    return RunWatches.of(context);
  }

  @Override
  public UpdateControl<BackupRun> reconcile(BackupRun run, Context<BackupRun> context) {
    return reconcile(run, new WatchedNeighbours(context));
  }

  UpdateControl<BackupRun> reconcile(BackupRun run, Neighbours neighbours) {
    Instant now = clock.instant();
    Optional<RunSeen> found = gatherer.gather(run, neighbours, now);
    if (found.isEmpty()) {
      return UpdateControl.noUpdate();
    }
    RunSeen seen = found.get();
    RunDecision decision = RunLife.decide(seen.facts(), now);
    while (decision instanceof RunDecision.Question question) {
      seen = answers.answer(seen, question);
      decision = RunLife.decide(seen.facts(), now);
    }
    seen = answers.withLogOf(seen, decision);
    RunDecision.Step step = (RunDecision.Step) decision;
    applier.apply(seen, step, now);
    BackupRunStatus next = RunReport.next(seen, step, now);
    StatusUpdate<BackupRun, BackupRunStatus> update =
        StatusUpdate.between(seen.run(), next, BackupRun::new);
    return NextLook.after(step, now)
        .map(update::lookingAgainAfter)
        .orElseGet(update::untilSomethingChanges);
  }

  @Override
  public ErrorStatusUpdateControl<BackupRun> updateErrorStatus(
      BackupRun seen, Context<BackupRun> context, Exception error) {
    return failures.after(seen, error, context.getRetryInfo());
  }
}
