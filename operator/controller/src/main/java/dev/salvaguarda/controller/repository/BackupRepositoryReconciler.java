package dev.salvaguarda.controller.repository;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.controller.archive.ProbeCalls;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.journal.NoticeJournal;
import dev.salvaguarda.controller.maintenance.Around;
import dev.salvaguarda.controller.maintenance.Maintenance;
import dev.salvaguarda.controller.maintenance.Maintenance.Look;
import dev.salvaguarda.controller.maintenance.PassStory;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.StatusWriter;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private final Maintenance maintenance;
  private final RunRecords records;
  private final NoticeJournal journal;
  private final Clock clock;
  private final StatusWriter<BackupRepository, BackupRepositoryStatus> status;
  private final SimpleInboundEventSource<BackupRepository> probes =
      new SimpleInboundEventSource<>("probes");

  public BackupRepositoryReconciler(
      RepositoryGatherer gatherer,
      RepositoryApplier applier,
      Maintenance maintenance,
      RunRecords records,
      ProbeCalls calls,
      NoticeJournal journal,
      Clock clock) {
    calls.whenCalled(probes::propagateEvent);
    this.gatherer = gatherer;
    this.applier = applier;
    this.maintenance = maintenance;
    this.records = records;
    this.journal = journal;
    this.clock = clock;
    this.status =
        new StatusWriter<>(
            ConditionType.READY,
            BackupRepositoryStatus.none(),
            BackupRepositoryStatus::conditions,
            BackupRepositoryStatus::withConditions,
            BackupRepository::new,
            status -> status.withFound(List.of()),
            clock);
  }

  @Override
  public List<EventSource<?, BackupRepository>> prepareEventSources(
      EventSourceContext<BackupRepository> context) {
    return RepositoryEventSources.of(probes, records, context);
  }

  @Override
  public UpdateControl<BackupRepository> reconcile(
      BackupRepository repository, Context<BackupRepository> context) {
    Instant now = clock.instant();
    Around around =
        new Around(
            new Places(
                context.getPrimaryCache()::list, () -> RepositoryEventSources.policies(context)),
            () -> List.copyOf(context.getSecondaryResources(BackupPolicy.class)),
            context.getSecondaryResources(Job.class),
            context.getSecondaryResources(Pod.class));
    Optional<Look<BackupRepository>> upkeep = maintenance.look(repository, around, now);
    return upkeep.isEmpty()
        ? UpdateControl.noUpdate()
        : probe(
            upkeep.get(), context.getPrimaryCache().list().toList(), around.policies().get(), now);
  }

  private UpdateControl<BackupRepository> probe(
      Look<BackupRepository> upkeep,
      List<BackupRepository> all,
      Collection<BackupPolicy> policies,
      Instant now) {
    BackupRepository repository = upkeep.object();
    RepositorySeen seen = gatherer.gather(repository, all, policies);
    RepositoryDecision decision =
        RepositoryDecision.decide(seen, notReadySince(repository.getStatus(), now), now);
    Runnable again = () -> probes.propagateEvent(ResourceID.fromResource(repository));
    applier.apply(repository, decision, again);
    Duration untilLook = Duration.between(now, journal.look(repository, all, again));
    BackupRepositoryStatus next =
        RepositoryReport.next(
            repository.getStatus(), seen, decision, repository.getMetadata().getGeneration(), now);
    applier.tellReady(repository, next);
    Duration quiet = upkeep.quietFor(now);
    return status
        .write(repository, told(next, upkeep.story(next.conditions(), now), now))
        .lookingAgainAfter(
            Stream.of(quiet, decision.lookAgainAfter(), untilLook)
                .min(Comparator.naturalOrder())
                .orElseThrow());
  }

  private static BackupRepositoryStatus told(
      BackupRepositoryStatus status, PassStory story, Instant now) {
    return status
        .withConditions(story.conditions())
        .withMaintenance(
            story.justDone() ? now.truncatedTo(ChronoUnit.SECONDS) : status.lastMaintenanceTime(),
            story.status());
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
