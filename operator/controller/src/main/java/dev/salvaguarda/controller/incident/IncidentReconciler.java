package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentParts.Origin;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.nonconformity.PolicyEvidence;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.status.LookRules;
import dev.salvaguarda.controller.status.StatusWriter;
import dev.salvaguarda.controller.telling.IncidentRecord;
import dev.salvaguarda.controller.telling.NoticePlan;
import dev.salvaguarda.controller.telling.PlanTelling;
import dev.salvaguarda.controller.telling.SignalRecord;
import dev.salvaguarda.controller.telling.TellingEventSources;
import dev.salvaguarda.controller.telling.ToldGatherer;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.AlertMessages;
import dev.salvaguarda.domain.incident.FindingMessages;
import dev.salvaguarda.domain.incident.IncidentFacts;
import dev.salvaguarda.domain.incident.IncidentLife;
import dev.salvaguarda.domain.incident.IncidentMessages;
import dev.salvaguarda.domain.nonconformity.Evidence;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Derives where an {@link Incident} stands from what people decided, and makes the notices that
 * follow. It decides nothing itself.
 */
@ControllerConfiguration(
    name = "incident",
    fieldManager = LookRules.FIELD_MANAGER,
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = IncidentChange.class),
    maxReconciliationInterval =
        @MaxReconciliationInterval(
            interval = LookRules.LONGEST_PAUSE_MINUTES,
            timeUnit = TimeUnit.MINUTES))
@GradualRetry(
    maxAttempts = LookRules.RETRIES_WITHOUT_END,
    initialInterval = LookRules.FIRST_RETRY_MILLIS,
    intervalMultiplier = LookRules.RETRY_GROWTH,
    maxInterval = LookRules.LONGEST_RETRY_MILLIS)
public final class IncidentReconciler implements Reconciler<Incident> {
  private static final Duration UNTIL_THE_NEXT_TRY = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(LookRules.LONGEST_PAUSE_MINUTES);

  private final ToldGatherer gatherer;
  private final PlanTelling telling;
  private final RunRecords runs;
  private final Clock clock;
  private final StatusWriter<Incident, IncidentStatus> status;

  public IncidentReconciler(
      ToldGatherer gatherer, PlanTelling telling, RunRecords runs, Clock clock) {
    this.gatherer = gatherer;
    this.telling = telling;
    this.runs = runs;
    this.clock = clock;
    this.status =
        new StatusWriter<>(
            ConditionType.READY,
            IncidentStatus.none(),
            IncidentStatus::conditions,
            IncidentStatus::withConditions,
            Incident::new,
            next -> next.withMonitoring(null),
            clock);
  }

  @Override
  public List<EventSource<?, Incident>> prepareEventSources(EventSourceContext<Incident> context) {
    return Stream.concat(
            TellingEventSources.of(Incident.class, context).stream(),
            FindingSources.of(context, runs).stream())
        .toList();
  }

  @Override
  public UpdateControl<Incident> reconcile(Incident incident, Context<Incident> context) {
    Instant now = clock.instant();
    Optional<BackupPolicy> policy = FindingSources.policy(context, incident);
    IncidentSeen seen = seen(incident, policy, now);
    NoticePlan plan =
        plan(
            seen,
            policy,
            TellingEventSources.channels(context, incident.getMetadata().getNamespace()),
            now);
    Optional<ConditionFact> obstacle = telling.make(plan);
    return status
        .write(incident, IncidentReport.next(seen, plan, obstacle, now))
        .lookingAgainAfter(
            obstacle.isPresent()
                ? UNTIL_THE_NEXT_TRY
                : Stream.concat(
                        Stream.ofNullable(seen.ahead()),
                        IncidentLife.nextOverdue(seen.facts(), now).stream())
                    .min(Comparator.naturalOrder())
                    .map(at -> Duration.between(now, at))
                    .orElse(LONGEST));
  }

  /** Of what was found at a policy the policy says who is told, and nothing goes to the public. */
  private static NoticePlan plan(
      IncidentSeen seen,
      Optional<BackupPolicy> policy,
      List<NotificationChannel> channels,
      Instant now) {
    Incident incident = seen.incident();
    if (incident.getSpec().nonConformity() == null) {
      return NoticePlan.of(
          incident,
          Stream.concat(IncidentMessages.owed(seen.facts()).stream(), ofAlerts(seen).stream())
              .toList(),
          channels,
          seen.notices(),
          now);
    }
    return NoticePlan.asked(
        incident,
        policy.isPresent() ? FindingMessages.owed(seen.facts(), now) : List.of(),
        channels,
        policy.map(one -> one.getSpec().notifications()).orElse(List.of()),
        seen.notices(),
        now);
  }

  /** What the technical team is told of an incident that was opened by alerts. */
  private static List<OwedMessage> ofAlerts(IncidentSeen seen) {
    Incident incident = seen.incident();
    return SignalRecord.of(incident.getStatus())
        .filter(_ -> incident.getSpec().origin() == Origin.MONITORING)
        .map(signals ->
            AlertMessages.owed(seen.facts(), incident.getMetadata().getNamespace(), signals))
        .orElse(List.of());
  }

  private IncidentSeen seen(Incident incident, Optional<BackupPolicy> policy, Instant now) {
    IncidentStatus known = Objects.requireNonNullElse(incident.getStatus(), IncidentStatus.none());
    IncidentFacts facts = IncidentRecord.of(incident, now);
    Evidence evidence = policy.map(one -> evidence(one, facts.finding(), now)).orElse(null);
    return new IncidentSeen(
        incident,
        facts.counting(evidence),
        gatherer.gather(incident, known.notices()),
        evidence,
        IncidentRecord.ahead(incident, now).orElse(null));
  }

  private @Nullable Evidence evidence(
      BackupPolicy policy, IncidentFacts.@Nullable Finding found, Instant now) {
    var meta = policy.getMetadata();
    return found == null
        ? null
        : PolicyEvidence.of(
                policy,
                Objects.requireNonNullElse(policy.getStatus(), BackupPolicyStatus.none()),
                runs.ofPolicy(meta.getNamespace(), meta.getName()),
                now)
            .get(found.cause());
  }

  @Override
  public ErrorStatusUpdateControl<Incident> updateErrorStatus(
      Incident seen, Context<Incident> context, Exception error) {
    return status.writeFailure(seen, error, context.getRetryInfo());
  }
}
