package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.StatusWriter;
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
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts the runs and tests that a {@link BackupPolicy} asks for and reports what became of them.
 * The object has no finalizer: its runs go with it, its archives stay. What its deletion needs is
 * done when the deletion is seen, and the deletion does not wait for it.
 */
@ControllerConfiguration(
    name = "policy",
    fieldManager = LookRules.FIELD_MANAGER,
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = PolicyChange.class),
    maxReconciliationInterval =
        @MaxReconciliationInterval(
            interval = LookRules.LONGEST_PAUSE_MINUTES,
            timeUnit = TimeUnit.MINUTES))
@GradualRetry(
    maxAttempts = LookRules.RETRIES_WITHOUT_END,
    initialInterval = LookRules.FIRST_RETRY_MILLIS,
    intervalMultiplier = LookRules.RETRY_GROWTH,
    maxInterval = LookRules.LONGEST_RETRY_MILLIS)
public final class BackupPolicyReconciler implements Reconciler<BackupPolicy> {
  private final PolicyGatherer gatherer;
  private final PolicyApplier applier;
  private final RunRecords records;
  private final Clock clock;
  private final StatusWriter<BackupPolicy, BackupPolicyStatus> status;

  public BackupPolicyReconciler(
      PolicyGatherer gatherer, PolicyApplier applier, RunRecords records, Clock clock) {
    this.gatherer = gatherer;
    this.applier = applier;
    this.records = records;
    this.clock = clock;
    this.status =
        new StatusWriter<>(
            ConditionType.READY,
            BackupPolicyStatus.none(),
            BackupPolicyStatus::conditions,
            BackupPolicyStatus::withConditions,
            BackupPolicy::new,
            status -> status.withRetention(List.of()),
            clock);
  }

  @Override
  public List<EventSource<?, BackupPolicy>> prepareEventSources(
      EventSourceContext<BackupPolicy> context) {
    return PolicyEventSources.of(context, records);
  }

  @Override
  public UpdateControl<BackupPolicy> reconcile(BackupPolicy policy, Context<BackupPolicy> context) {
    return reconcile(
        policy,
        records.ofPolicy(policy.getMetadata().getNamespace(), policy.getMetadata().getName()),
        context.getSecondaryResources(Restore.class),
        context.getSecondaryResources(BackupRepository.class));
  }

  UpdateControl<BackupPolicy> reconcile(
      BackupPolicy policy,
      Collection<BackupRun> runs,
      Collection<Restore> tests,
      Collection<BackupRepository> repositories) {
    if (policy.getMetadata().getDeletionTimestamp() != null) {
      return UpdateControl.noUpdate();
    }
    Instant now = clock.instant();
    PolicySeen seen = gatherer.gather(policy, runs, tests, repositories);
    PolicyDecision decision = PolicyDecision.decide(seen, now);
    PolicySeen done = applier.apply(policy, seen, decision);
    PolicyReport report = PolicyReport.of(done, decision, now);
    applier.announce(policy, PolicyNews.between(seen.status(), report.status()));
    return status
        .write(policy, report.status())
        .lookingAgainAfter(report.lookAgainAfter(clock.instant()));
  }

  @Override
  public ErrorStatusUpdateControl<BackupPolicy> updateErrorStatus(
      BackupPolicy seen, Context<BackupPolicy> context, Exception error) {
    return status.writeFailure(seen, error, context.getRetryInfo());
  }
}
