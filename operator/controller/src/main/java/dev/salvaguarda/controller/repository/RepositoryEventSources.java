package dev.salvaguarda.controller.repository;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus.PolicyRepositoryStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.record.RunRecordsSource;
import dev.salvaguarda.controller.worker.WorkerEventSources;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What calls for a look at a BackupRepository beside its own changes. */
final class RepositoryEventSources {
  private RepositoryEventSources() {}

  static List<EventSource<?, BackupRepository>> of(
      EventSource<?, BackupRepository> probes,
      RunRecords records,
      EventSourceContext<BackupRepository> context) {
    var workers =
        new WorkerEventSources<>(
            "repository", BackupRepository.class, ApiGroup.MAINTENANCE_LABEL, context);
    return List.of(
        RunRecordsSource.quiet("repository-records", records, context),
        probes,
        policies(context, records),
        workers.jobs(),
        workers.pods());
  }

  /** The policies that write into a repository; of what they report, only copies matter here. */
  private static EventSource<?, BackupRepository> policies(
      EventSourceContext<BackupRepository> context, RunRecords records) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(BackupPolicy.class, BackupRepository.class)
            .withName("repository-policies")
            .withItemStore(records.policyStore(context.getControllerConfiguration()))
            .withInformerListLimit(RunRecords.PAGE)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(policy ->
                policy.getSpec().repositories().stream()
                    .map(reference ->
                        new ResourceID(reference.name(), policy.getMetadata().getNamespace()))
                    .collect(Collectors.toSet()))
            .withOnUpdateFilter((next, old) -> !copies(next).equals(copies(old)))
            .build(),
        context);
  }

  /** Those of all namespaces that the operator sees. */
  static Stream<BackupPolicy> policies(Context<BackupRepository> context) {
    InformerEventSource<BackupPolicy, BackupRepository> source =
        (InformerEventSource<BackupPolicy, BackupRepository>)
            context.eventSourceRetriever().getEventSourceFor(BackupPolicy.class);
    return source.list();
  }

  /** When the newest copy of the policy in this repository was complete, if there is one. */
  static Stream<Instant> copies(BackupPolicy policy, ObjectMeta repository) {
    return copies(policy).stream()
        .filter(copy -> copy.name().equals(repository.getName()))
        .flatMap(copy -> Stream.ofNullable(copy.lastCopyTime()));
  }

  private static List<PolicyRepositoryStatus> copies(BackupPolicy policy) {
    return policy.getStatus() == null ? List.of() : policy.getStatus().repositories();
  }
}
