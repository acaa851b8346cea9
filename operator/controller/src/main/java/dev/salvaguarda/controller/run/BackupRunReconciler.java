package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.controller.status.StatusUpdate;
import dev.salvaguarda.domain.run.RunDecision;
import dev.salvaguarda.domain.run.RunLife;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Leads each {@link BackupRun} from waiting to one of its ends. */
@ControllerConfiguration(name = "run", fieldManager = "salvaguarda")
public final class BackupRunReconciler implements Reconciler<BackupRun> {
  private final RunGatherer gatherer;
  private final AnswerGatherer answers;
  private final RunApplier applier;
  private final Clock clock;

  public BackupRunReconciler(
      RunGatherer gatherer, AnswerGatherer answers, RunApplier applier, Clock clock) {
    this.gatherer = gatherer;
    this.answers = answers;
    this.applier = applier;
    this.clock = clock;
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
}
