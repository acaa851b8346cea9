package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.record.RunRecordsSource;
import dev.salvaguarda.controller.worker.WorkerEventSources;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What else than a run itself makes it worth another look. */
final class RunEventSources {
  private RunEventSources() {}

  static List<EventSource<?, BackupRun>> of(
      EventSourceContext<BackupRun> context,
      RunRecords records,
      SimpleInboundEventSource<BackupRun> turns) {
    context
        .getPrimaryCache()
        .addIndexers(
            Map.of(
                RunCache.BY_POLICY, RunCache::policyOf,
                RunCache.OPEN_BY_POLICY, RunCache::policyOfOpen));
    var workers = new WorkerEventSources<>("run", BackupRun.class, ApiGroup.RUN_LABEL, context);
    return List.of(
        RunRecordsSource.quiet("run-records", records, context),
        workers.jobs(),
        workers.pods(),
        policies(context, records),
        repositories(context),
        turns);
  }

  private static EventSource<?, BackupRun> policies(
      EventSourceContext<BackupRun> context, RunRecords records) {
    SecondaryToPrimaryMapper<BackupPolicy> mapper =
        policy ->
            open(context, policy.getMetadata().getNamespace(), policy.getMetadata().getName());
    InformerEventSource<BackupPolicy, BackupRun> source =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(BackupPolicy.class, BackupRun.class)
                .withName("run-policies")
                .withItemStore(records.policyStore(context.getControllerConfiguration()))
                .withInformerListLimit(RunRecords.PAGE)
                .withSecondaryToPrimaryMapper(mapper)
                .withOnUpdateFilter((next, old) ->
                    !Objects.equals(
                        next.getMetadata().getGeneration(), old.getMetadata().getGeneration()))
                .withPrimaryToSecondaryMapper((BackupRun run) ->
                    Set.of(
                        new ResourceID(
                            run.getSpec().policyRef().name(), run.getMetadata().getNamespace())))
                .build(),
            context);
    source.addIndexers(Map.of(RunCache.BY_GROUP, RunCache::bucketsOf));
    return source;
  }

  /** Each probe writes a repository's status; only what says whether runs may start wakes them. */
  private static EventSource<?, BackupRun> repositories(EventSourceContext<BackupRun> context) {
    SecondaryToPrimaryMapper<BackupRepository> mapper =
        repository ->
            context
                .getPrimaryCache()
                .list(repository.getMetadata().getNamespace())
                .filter(RunCache::isOpen)
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    return new InformerEventSource<BackupRepository, BackupRun>(
        InformerEventSourceConfiguration.from(BackupRepository.class, BackupRun.class)
            .withName("run-repositories")
            .withSecondaryToPrimaryMapper(mapper)
            .withOnUpdateFilter(RepositoryReadiness::changed)
            .withPrimaryToSecondaryMapper((BackupRun _) -> Set.<ResourceID>of())
            .build(),
        context);
  }

  private static Set<ResourceID> open(
      EventSourceContext<BackupRun> context, String namespace, String policy) {
    return context
        .getPrimaryCache()
        .byIndex(RunCache.BY_POLICY, RunCache.key(namespace, policy))
        .stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }
}
