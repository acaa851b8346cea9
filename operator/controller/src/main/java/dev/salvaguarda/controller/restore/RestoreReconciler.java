package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.StatusWriter;
import dev.salvaguarda.controller.telling.Telling;
import dev.salvaguarda.controller.telling.Told;
import dev.salvaguarda.domain.restore.RestoreDecision;
import dev.salvaguarda.domain.restore.RestoreDecision.Question;
import dev.salvaguarda.domain.restore.RestoreDecision.Step;
import dev.salvaguarda.domain.restore.RestoreLife;
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

/** Leads each {@link Restore} from the copies that it names to one of its ends. */
@ControllerConfiguration(
    name = "restore",
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
public final class RestoreReconciler implements Reconciler<Restore> {
  private final RestoreGatherer gatherer;
  private final RestoreApplier applier;
  private final RunRecords records;
  private final Telling telling;
  private final Clock clock;
  private final StatusWriter<Restore, RestoreStatus> status;

  public RestoreReconciler(
      RestoreGatherer gatherer,
      RestoreApplier applier,
      RunRecords records,
      Telling telling,
      Clock clock) {
    this.gatherer = gatherer;
    this.applier = applier;
    this.records = records;
    this.telling = telling;
    this.clock = clock;
    this.status =
        new StatusWriter<>(
            ConditionType.COMPLETE,
            RestoreStatus.none(),
            RestoreStatus::conditions,
            RestoreStatus::withConditions,
            Restore::new,
            clock);
  }

  @Override
  public List<EventSource<?, Restore>> prepareEventSources(EventSourceContext<Restore> context) {
    return RestoreEventSources.of(context, records);
  }

  @Override
  public UpdateControl<Restore> reconcile(Restore restore, Context<Restore> context) {
    Instant now = clock.instant();
    RestoreCache cache = new RestoreCache(context);
    Look look = look(restore, cache, now);
    if (look.asked() || look.step().cannotBeUndone()) {
      Optional<Restore> newest = gatherer.read(restore);
      if (newest.isEmpty()) {
        return UpdateControl.noUpdate();
      }
      if (!version(newest.get()).equals(version(restore))) {
        look = look(newest.get(), cache, now);
      }
    }
    applier.apply(look.seen(), look.step(), cache, now);
    RestoreStatus next = RestoreReport.next(look.seen(), look.step(), now);
    Told told = telling.ofRestore(look.seen().restore(), next, now);
    return status
        .write(look.seen().restore(), next.withConditions(told.conditions()))
        .lookingAgainAt(told.next(look.step().next()), now);
  }

  /** What was seen and is to be done, once all questions are answered. */
  private record Look(RestoreSeen seen, Step step, boolean asked) {}

  private Look look(Restore restore, RestoreCache cache, Instant now) {
    RestoreSeen seen = gatherer.gather(restore, cache, now);
    RestoreDecision decision = RestoreLife.decide(seen.facts(), now);
    boolean asked = decision instanceof Question;
    while (decision instanceof Question question) {
      seen = gatherer.answer(seen, question);
      decision = RestoreLife.decide(seen.facts(), now);
    }
    Step step = (Step) decision;
    return new Look(gatherer.complete(seen, step, cache), step, asked);
  }

  private static String version(Restore restore) {
    return restore.getMetadata().getResourceVersion();
  }

  @Override
  public ErrorStatusUpdateControl<Restore> updateErrorStatus(
      Restore seen, Context<Restore> context, Exception error) {
    return status.writeFailure(seen, error, context.getRetryInfo());
  }
}
