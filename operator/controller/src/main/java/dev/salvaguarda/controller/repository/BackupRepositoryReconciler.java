package dev.salvaguarda.controller.repository;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.controller.archive.ProbeCalls;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.StatusWriter;
import io.fabric8.kubernetes.api.model.Condition;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Probes the place of a {@link BackupRepository} and reports whether it can be used. The object has
 * no finalizer: deleting it deletes nothing else.
 */
@ControllerConfiguration(
    name = "repository",
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
public final class BackupRepositoryReconciler implements Reconciler<BackupRepository> {
  private final RepositoryGatherer gatherer;
  private final RepositoryApplier applier;
  private final Clock clock;
  private final StatusWriter<BackupRepository, BackupRepositoryStatus> status;
  private final SimpleInboundEventSource<BackupRepository> probes =
      new SimpleInboundEventSource<>("probes");

  public BackupRepositoryReconciler(
      RepositoryGatherer gatherer, RepositoryApplier applier, ProbeCalls calls, Clock clock) {
    calls.whenCalled(probes::propagateEvent);
    this.gatherer = gatherer;
    this.applier = applier;
    this.clock = clock;
    this.status =
        new StatusWriter<>(
            ConditionType.READY,
            BackupRepositoryStatus.none(),
            BackupRepositoryStatus::conditions,
            BackupRepositoryStatus::withConditions,
            BackupRepository::new,
            clock);
  }

  @Override
  public List<EventSource<?, BackupRepository>> prepareEventSources(
      EventSourceContext<BackupRepository> context) {
    return List.of(probes, RepositoryEventSources.policies(context));
  }

  @Override
  public UpdateControl<BackupRepository> reconcile(
      BackupRepository repository, Context<BackupRepository> context) {
    Instant now = clock.instant();
    RepositorySeen seen =
        gatherer.gather(
            repository,
            context.getPrimaryCache().list().toList(),
            context.getSecondaryResources(BackupPolicy.class));
    RepositoryDecision decision =
        RepositoryDecision.decide(seen, notReadySince(repository.getStatus(), now), now);
    applier.apply(
        repository, decision, () -> probes.propagateEvent(ResourceID.fromResource(repository)));
    BackupRepositoryStatus next =
        RepositoryReport.next(
            repository.getStatus(), seen, decision, repository.getMetadata().getGeneration(), now);
    applier.tellReady(repository, next);
    return status.write(repository, next).lookingAgainAfter(decision.lookAgainAfter());
  }

  @Override
  public ErrorStatusUpdateControl<BackupRepository> updateErrorStatus(
      BackupRepository seen, Context<BackupRepository> context, Exception error) {
    return status.writeFailure(seen, error, context.getRetryInfo());
  }

  private static Instant notReadySince(@Nullable BackupRepositoryStatus status, Instant now) {
    return ConditionSet.of(status == null ? null : status.conditions())
        .find(ConditionType.READY)
        .filter(ready -> "False".equals(ready.getStatus()))
        .map(Condition::getLastTransitionTime)
        .map(Instant::parse)
        .orElse(now);
  }
}
