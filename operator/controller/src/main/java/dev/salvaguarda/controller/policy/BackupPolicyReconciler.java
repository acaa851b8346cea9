package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.NonConformitySpec;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.host.HostGatherer;
import dev.salvaguarda.controller.maintenance.Around;
import dev.salvaguarda.controller.maintenance.Maintenance;
import dev.salvaguarda.controller.maintenance.Maintenance.Look;
import dev.salvaguarda.controller.maintenance.PassStory;
import dev.salvaguarda.controller.nonconformity.PolicyEvidence;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.StatusWriter;
import dev.salvaguarda.controller.telling.PolicyTelling;
import dev.salvaguarda.controller.telling.Told;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts the runs, tests and readings that a {@link BackupPolicy} asks for and reports what became
 * of them. The object has no finalizer: its runs go with it, its archives stay. What its deletion
 * needs is done when the deletion is seen, and the deletion does not wait for it.
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
  private static final Duration UNTIL_THE_NEXT_TRY = Duration.ofSeconds(30);

  private final PolicyGatherer gatherer;
  private final PolicyApplier applier;
  private final Maintenance readings;
  private final RunRecords records;
  private final PolicyTelling telling;
  private final NonConformityApplier nonConformities;
  private final HostGatherer hosts;
  private final Clock clock;
  private final StatusWriter<BackupPolicy, BackupPolicyStatus> status;
  private final SimpleInboundEventSource<BackupPolicy> answers =
      new SimpleInboundEventSource<>("policy-hosts");

  public BackupPolicyReconciler(
      PolicyGatherer gatherer,
      PolicyApplier applier,
      Maintenance readings,
      RunRecords records,
      PolicyTelling telling,
      NonConformityApplier nonConformities,
      HostGatherer hosts,
      Clock clock) {
    this.gatherer = gatherer;
    this.applier = applier;
    this.readings = readings;
    this.records = records;
    this.telling = telling;
    this.nonConformities = nonConformities;
    this.hosts = hosts;
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
    return PolicyEventSources.of(context, records, answers);
  }

  @Override
  public UpdateControl<BackupPolicy> reconcile(BackupPolicy policy, Context<BackupPolicy> context) {
    if (policy.getMetadata().getDeletionTimestamp() != null) {
      return UpdateControl.noUpdate();
    }
    Instant now = clock.instant();
    Collection<BackupRepository> repositories =
        context.getSecondaryResources(BackupRepository.class);
    Places places =
        new Places(() -> PolicyEventSources.repositories(context), context.getPrimaryCache()::list);
    HostGatherer.Look host =
        hosts.look(
            policy,
            context.getPrimaryCache()::list,
            now,
            () -> answers.propagateEvent(ResourceID.fromResource(policy)));
    PolicySeen seen =
        gatherer.gather(
            policy,
            records.ofPolicy(policy.getMetadata().getNamespace(), policy.getMetadata().getName()),
            context.getSecondaryResources(Restore.class),
            repositories,
            places,
            host.seen());
    PolicyDecision decision =
        PolicyDecision.decide(
            seen, PolicyEventSources.windows(context, policy.getMetadata().getNamespace()), now);
    PolicySeen done = applier.apply(policy, seen, decision);
    PolicyReport report =
        recorded(
            policy,
            told(
                policy,
                PolicyReport.of(done, decision, now).lookingAgainAt(host.lookAgainAt()),
                context,
                now),
            now);
    applier.announce(policy, PolicyNews.between(seen.status(), report.status()));
    return readings
        .look(policy, first(policy, repositories), around(policy, places, context), now)
        .map(look -> write(policy, report, look))
        .orElseGet(UpdateControl::noUpdate);
  }

  private PolicyReport told(
      BackupPolicy policy, PolicyReport report, Context<BackupPolicy> context, Instant now) {
    Told told =
        telling.of(
            policy, report.status(), context.getSecondaryResources(NotificationChannel.class), now);
    Instant next = told.next(report.lookAgainAt());
    return new PolicyReport(
        report.status().withConditions(told.conditions()),
        next == null ? report.lookAgainAt() : next);
  }

  private PolicyReport recorded(BackupPolicy policy, PolicyReport report, Instant now) {
    NonConformitySpec asked = policy.getSpec().nonConformity();
    if (asked == null) {
      return report.without(ConditionType.RECORDED);
    }
    BackupPolicyStatus next = report.status();
    var meta = policy.getMetadata();
    ConditionFact fact =
        nonConformities.open(
            policy, asked, next, records.ofPolicy(meta.getNamespace(), meta.getName()), now);
    return new PolicyReport(
        next.withConditions(
            ConditionSet.of(next.conditions()).with(fact, meta.getGeneration(), now).conditions()),
        Stream.of(
                Stream.of(report.lookAgainAt()),
                PolicyEvidence.lateFrom(policy).filter(now::isBefore).stream(),
                Stream.of(now.plus(UNTIL_THE_NEXT_TRY))
                    .filter(_ -> fact.truth() == ConditionFact.Truth.FALSE))
            .flatMap(each -> each)
            .min(Comparator.naturalOrder())
            .orElseThrow());
  }

  private UpdateControl<BackupPolicy> write(
      BackupPolicy policy, PolicyReport report, Look<BackupPolicy> look) {
    Instant now = clock.instant();
    PassStory story = look.story(report.status().conditions(), now);
    Duration pause = report.lookAgainAfter(now);
    Duration quiet = look.quietFor(now);
    return status
        .write(
            policy,
            report.status().withConditions(story.conditions()).withIntegrity(story.status()))
        .lookingAgainAfter(quiet.compareTo(pause) < 0 ? quiet : pause);
  }

  private static @Nullable BackupRepository first(
      BackupPolicy policy, Collection<BackupRepository> repositories) {
    String name = policy.getSpec().repositories().getFirst().name();
    return repositories.stream()
        .filter(one -> one.getMetadata().getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Those who write to the same repository may keep it busy. */
  private static Around around(BackupPolicy policy, Places places, Context<BackupPolicy> context) {
    String repository = policy.getSpec().repositories().getFirst().name();
    return new Around(
        places,
        () ->
            context
                .getPrimaryCache()
                .list(
                    policy.getMetadata().getNamespace(),
                    other ->
                        other.getSpec().repositories().stream()
                            .anyMatch(named -> named.name().equals(repository)))
                .toList(),
        context.getSecondaryResources(Job.class),
        context.getSecondaryResources(Pod.class));
  }

  @Override
  public ErrorStatusUpdateControl<BackupPolicy> updateErrorStatus(
      BackupPolicy seen, Context<BackupPolicy> context, Exception error) {
    return status.writeFailure(seen, error, context.getRetryInfo());
  }
}
