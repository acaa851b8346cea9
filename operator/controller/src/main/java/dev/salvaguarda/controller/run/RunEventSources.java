package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.record.RunRecordsSource;
import dev.salvaguarda.controller.worker.manifest.WorkerLabels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    return List.of(
        RunRecordsSource.quiet("run-records", records, context),
        jobs(context),
        pods(context),
        policies(context),
        repositories(context),
        turns);
  }

  private static EventSource<?, BackupRun> jobs(EventSourceContext<BackupRun> context) {
    return new InformerEventSource<Job, BackupRun>(
        InformerEventSourceConfiguration.from(Job.class, BackupRun.class)
            .withName("run-jobs")
            .withLabelSelector(WorkerLabels.SELECTOR)
            .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(BackupRun.class))
            .build(),
        context);
  }

  private static EventSource<?, BackupRun> pods(EventSourceContext<BackupRun> context) {
    return new InformerEventSource<Pod, BackupRun>(
        InformerEventSourceConfiguration.from(Pod.class, BackupRun.class)
            .withName("run-pods")
            .withLabelSelector(WorkerLabels.SELECTOR)
            .withSecondaryToPrimaryMapper(RunEventSources::runOfPod)
            .build(),
        context);
  }

  private static EventSource<?, BackupRun> policies(EventSourceContext<BackupRun> context) {
    SecondaryToPrimaryMapper<BackupPolicy> mapper =
        policy ->
            open(context, policy.getMetadata().getNamespace(), policy.getMetadata().getName());
    InformerEventSource<BackupPolicy, BackupRun> source =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(BackupPolicy.class, BackupRun.class)
                .withName("run-policies")
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
    source.addIndexers(Map.of(RunCache.BY_GROUP, RunCache::groupsOf));
    return source;
  }

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
            .withOnUpdateFilter((next, old) -> !readiness(next).equals(readiness(old)))
            .withPrimaryToSecondaryMapper((BackupRun _) -> Set.<ResourceID>of())
            .build(),
        context);
  }

  /** Each probe writes a repository's status; only what it says about readiness wakes runs. */
  private static Optional<String> readiness(BackupRepository repository) {
    return Optional.ofNullable(repository.getStatus())
        .flatMap(status -> ConditionSet.of(status.conditions()).find(ConditionType.READY))
        .map(Condition::getStatus);
  }

  private static Set<ResourceID> runOfPod(Pod pod) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    String run = annotations.get(CopyWorker.RUN_ANNOTATION);
    return run == null ? Set.of() : Set.of(new ResourceID(run, pod.getMetadata().getNamespace()));
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
