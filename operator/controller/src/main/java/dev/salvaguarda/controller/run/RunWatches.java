package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.run.manifest.WorkerLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What else than a run itself makes it worth another look. */
final class RunWatches {
  private RunWatches() {}

  static List<EventSource<?, BackupRun>> of(EventSourceContext<BackupRun> context) {
    return List.of(jobs(context), pods(context), policies(context), repositories(context));
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
            .withSecondaryToPrimaryMapper(RunWatches::runOfPod)
            .build(),
        context);
  }

  private static EventSource<?, BackupRun> policies(EventSourceContext<BackupRun> context) {
    SecondaryToPrimaryMapper<BackupPolicy> mapper =
        policy ->
            runs(
                context,
                policy,
                run -> run.getSpec().policyRef().name().equals(policy.getMetadata().getName()));
    return new InformerEventSource<BackupPolicy, BackupRun>(
        InformerEventSourceConfiguration.from(BackupPolicy.class, BackupRun.class)
            .withName("run-policies")
            .withSecondaryToPrimaryMapper(mapper)
            .withOnUpdateFilter((next, old) ->
                !next.getMetadata().getGeneration().equals(old.getMetadata().getGeneration()))
            .withPrimaryToSecondaryMapper((BackupRun run) ->
                Set.of(
                    new ResourceID(
                        run.getSpec().policyRef().name(), run.getMetadata().getNamespace())))
            .build(),
        context);
  }

  private static EventSource<?, BackupRun> repositories(EventSourceContext<BackupRun> context) {
    SecondaryToPrimaryMapper<BackupRepository> mapper =
        repository ->
            runs(
                context,
                repository,
                run -> !RunRecollection.of(run.getStatus()).phase().isTerminal());
    return new InformerEventSource<BackupRepository, BackupRun>(
        InformerEventSourceConfiguration.from(BackupRepository.class, BackupRun.class)
            .withName("run-repositories")
            .withSecondaryToPrimaryMapper(mapper)
            .withPrimaryToSecondaryMapper((BackupRun _) -> Set.<ResourceID>of())
            .build(),
        context);
  }

  private static Set<ResourceID> runOfPod(Pod pod) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    String run = annotations.get(WorkerLabels.RUN_ANNOTATION);
    return run == null ? Set.of() : Set.of(new ResourceID(run, pod.getMetadata().getNamespace()));
  }

  private static Set<ResourceID> runs(
      EventSourceContext<BackupRun> context, HasMetadata changed, Predicate<BackupRun> concerned) {
    return context
        .getPrimaryCache()
        .list(changed.getMetadata().getNamespace())
        .filter(concerned)
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }
}
