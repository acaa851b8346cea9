package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.port.CronReader;
import dev.salvaguarda.controller.status.StatusUpdate;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Starts the runs that a {@link BackupPolicy} asks for and reports what became of them. The object
 * has no finalizer: its runs go with it, its archives stay. What its deletion needs is done when
 * the deletion is seen, and the deletion does not wait for it.
 */
@ControllerConfiguration(name = "policy", fieldManager = "salvaguarda-policy")
public final class BackupPolicyReconciler implements Reconciler<BackupPolicy> {
  private final PolicyGatherer gatherer;
  private final CronReader cronReader;
  private final PolicyApplier applier;
  private final Clock clock;

  public BackupPolicyReconciler(
      PolicyGatherer gatherer, CronReader cronReader, PolicyApplier applier, Clock clock) {
    this.gatherer = gatherer;
    this.cronReader = cronReader;
    this.applier = applier;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, BackupPolicy>> prepareEventSources(
      EventSourceContext<BackupPolicy> context) {
    return PolicyEventSources.of(context);
  }

  @Override
  public UpdateControl<BackupPolicy> reconcile(BackupPolicy policy, Context<BackupPolicy> context) {
    return reconcile(
        policy,
        context.getSecondaryResources(BackupRun.class),
        context.getSecondaryResources(BackupRepository.class));
  }

  UpdateControl<BackupPolicy> reconcile(
      BackupPolicy policy, Collection<BackupRun> runs, Collection<BackupRepository> repositories) {
    if (policy.getMetadata().getDeletionTimestamp() != null) {
      return UpdateControl.noUpdate();
    }
    Instant now = clock.instant();
    PolicySnapshot seen = gatherer.gather(policy, runs, repositories);
    PolicyDecision decision = PolicyDecision.decide(seen, cronReader, now);
    applier.apply(policy, seen, decision);
    PolicyReport report = PolicyReport.of(seen, decision, now);
    applier.announce(policy, PolicyNews.between(seen.status(), report.status()));
    return StatusUpdate.between(policy, report.status(), BackupPolicy::new)
        .lookingAgainAfter(report.lookAgainAfter(clock.instant()));
  }
}
