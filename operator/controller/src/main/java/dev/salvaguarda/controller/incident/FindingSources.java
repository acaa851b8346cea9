package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.PolicyFindingSpec;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.record.RunRecordsSource;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What calls for a look at what was found at a policy: the policy and its runs. */
final class FindingSources {
  private FindingSources() {}

  static List<EventSource<?, Incident>> of(
      EventSourceContext<Incident> context, RunRecords records) {
    return List.of(policies(context, records), runs(context, records));
  }

  private static EventSource<?, Incident> policies(
      EventSourceContext<Incident> context, RunRecords records) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(BackupPolicy.class, Incident.class)
            .withName("policies")
            .withItemStore(records.policyStore(context.getControllerConfiguration()))
            .withInformerListLimit(RunRecords.PAGE)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper((BackupPolicy policy) ->
                concerned(
                    context, policy.getMetadata().getNamespace(), policy.getMetadata().getName()))
            .withPrimaryToSecondaryMapper((Incident _) -> Set.of())
            .withOnUpdateFilter((next, old) -> !essence(next).equals(essence(old)))
            .build(),
        context);
  }

  /** Of its status only what says whether a cause is there. */
  private static List<@Nullable Object> essence(BackupPolicy policy) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(policy.getMetadata().getGeneration());
    if (policy.getStatus() != null) {
      ConditionSet conditions = ConditionSet.of(policy.getStatus().conditions());
      for (ConditionType type : List.of(ConditionType.RPO_MET, ConditionType.VERIFIED)) {
        Optional<Condition> one = conditions.find(type);
        all.add(one.map(Condition::getStatus).orElse(null));
        all.add(one.map(Condition::getReason).orElse(null));
      }
      var tests = policy.getStatus().verification();
      all.add(tests == null ? null : tests.lastFailure());
    }
    return all;
  }

  private static EventSource<?, Incident> runs(
      EventSourceContext<Incident> context, RunRecords records) {
    return new RunRecordsSource<>(
        "runs",
        records,
        context,
        run ->
            concerned(context, run.getMetadata().getNamespace(), run.getSpec().policyRef().name()),
        (next, old) ->
            next.getStatus() != null
                && next.getStatus().phase() != null
                && next.getStatus().phase().isFinal()
                && (old.getStatus() == null
                    || !Objects.equals(old.getStatus().phase(), next.getStatus().phase())));
  }

  private static Set<ResourceID> concerned(
      EventSourceContext<Incident> context, String namespace, String policy) {
    return context
        .getPrimaryCache()
        .list(namespace, incident -> isOf(incident, policy))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static boolean isOf(Incident incident, String policy) {
    PolicyFindingSpec found = incident.getSpec().nonConformity();
    return found != null
        && found.policyRef().name().equals(policy)
        && incident.getSpec().closure() == null;
  }

  /** The policy at which it was found, as the watch knows it; empty if there is none. */
  static Optional<BackupPolicy> policy(Context<Incident> context, Incident incident) {
    PolicyFindingSpec found = incident.getSpec().nonConformity();
    if (found == null) {
      return Optional.empty();
    }
    InformerEventSource<BackupPolicy, Incident> source =
        (InformerEventSource<BackupPolicy, Incident>)
            context.eventSourceRetriever().getEventSourceFor(BackupPolicy.class);
    return source.get(
        new ResourceID(found.policyRef().name(), incident.getMetadata().getNamespace()));
  }
}
