package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.controller.record.FirstCopy;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.record.RunRecordsSource;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.controller.telling.PolicyTelling;
import dev.salvaguarda.controller.window.OpenWindows;
import dev.salvaguarda.controller.worker.WorkerEventSources;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What wakes a policy: its runs and tests, whoever created them, its repositories and channels, and
 * the workers that read for it.
 */
final class PolicyEventSources {
  private PolicyEventSources() {}

  static List<EventSource<?, BackupPolicy>> of(
      EventSourceContext<BackupPolicy> context,
      RunRecords records,
      EventSource<?, BackupPolicy> answers) {
    var workers =
        new WorkerEventSources<>("policy", BackupPolicy.class, ApiGroup.INTEGRITY_LABEL, context);
    return List.of(
        runs(context, records),
        tests(context),
        repositories(context),
        channels(context),
        windows(context),
        answers,
        workers.jobs(),
        workers.pods());
  }

  private static EventSource<?, BackupPolicy> runs(
      EventSourceContext<BackupPolicy> context, RunRecords records) {
    return new RunRecordsSource<>(
        "policy-runs",
        records,
        context,
        run ->
            Set.of(
                new ResourceID(run.getSpec().policyRef().name(), run.getMetadata().getNamespace())),
        PolicyEventSources::matters);
  }

  private static EventSource<?, BackupPolicy> tests(EventSourceContext<BackupPolicy> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Restore.class, BackupPolicy.class)
            .withName("policy-tests")
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper((Restore restore) ->
                PolicyTest.policyOf(restore).stream()
                    .map(policy -> new ResourceID(policy, restore.getMetadata().getNamespace()))
                    .collect(Collectors.toSet()))
            .withOnUpdateFilter((next, old) -> !Objects.equals(essence(next), essence(old)))
            .build(),
        context);
  }

  /** Whoever signs changes the specification; progress alone changes nothing for the policy. */
  private static List<@Nullable Object> essence(Restore restore) {
    RestoreStatus status = restore.getStatus();
    return Arrays.asList(
        restore.getMetadata().getDeletionTimestamp(),
        restore.getSpec().attestation(),
        status == null ? null : status.phase(),
        status == null ? null : status.completionTime());
  }

  private static EventSource<?, BackupPolicy> repositories(
      EventSourceContext<BackupPolicy> context) {
    return named(
        BackupRepository.class,
        "policy-repositories",
        PolicyEventSources::names,
        (next, old) -> !alone(next).equals(alone(old)),
        context);
  }

  /** A channel writes its status with each message; only whether it can send matters here. */
  private static EventSource<?, BackupPolicy> channels(EventSourceContext<BackupPolicy> context) {
    return named(
        NotificationChannel.class,
        "policy-channels",
        policy ->
            policy.getSpec().notifications().stream()
                .map(asked -> asked.channelRef().name())
                .collect(Collectors.toSet()),
        (next, old) -> !PolicyTelling.trouble(next).equals(PolicyTelling.trouble(old)),
        context);
  }

  /**
   * What is decided about maintenance of what a policy copies may hold its runs, or let them go.
   */
  private static EventSource<?, BackupPolicy> windows(EventSourceContext<BackupPolicy> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(MaintenanceWindow.class, BackupPolicy.class)
            .withName("policy-windows")
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper((MaintenanceWindow window) ->
                context
                    .getPrimaryCache()
                    .list(
                        window.getMetadata().getNamespace(),
                        policy ->
                            window.getSpec().components().stream()
                                .anyMatch(one -> one.name().equals(policy.getSpec().component())))
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper((BackupPolicy _) -> Set.of())
            .withOnUpdateFilter((next, old) ->
                !Objects.equals(
                    next.getMetadata().getGeneration(), old.getMetadata().getGeneration()))
            .build(),
        context);
  }

  /** Those of a namespace that the operator sees. */
  static OpenWindows windows(Context<BackupPolicy> context, String namespace) {
    InformerEventSource<MaintenanceWindow, BackupPolicy> source =
        (InformerEventSource<MaintenanceWindow, BackupPolicy>)
            context.eventSourceRetriever().getEventSourceFor(MaintenanceWindow.class);
    return new OpenWindows(source.list(namespace).toList());
  }

  /** Objects that policies name, in their own namespace. */
  private static <R extends HasMetadata> EventSource<?, BackupPolicy> named(
      Class<R> kind,
      String name,
      Function<BackupPolicy, Set<String>> names,
      OnUpdateFilter<R> news,
      EventSourceContext<BackupPolicy> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, BackupPolicy.class)
            .withName(name)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper((R found) ->
                context
                    .getPrimaryCache()
                    .list(
                        found.getMetadata().getNamespace(),
                        policy -> names.apply(policy).contains(found.getMetadata().getName()))
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper((BackupPolicy policy) ->
                names.apply(policy).stream()
                    .map(one -> new ResourceID(one, policy.getMetadata().getNamespace()))
                    .collect(Collectors.toSet()))
            .withOnUpdateFilter(news)
            .build(),
        context);
  }

  /** What its own status says of it, without what others know. */
  private static PolicyRepository alone(BackupRepository repository) {
    return PolicyRepository.of(
        "", Optional.of(repository), new Places(() -> Stream.of(repository), Stream::empty));
  }

  /** Those of all namespaces that the operator sees. */
  static Stream<BackupRepository> repositories(Context<BackupPolicy> context) {
    InformerEventSource<BackupRepository, BackupPolicy> source =
        (InformerEventSource<BackupRepository, BackupPolicy>)
            context.eventSourceRetriever().getEventSourceFor(BackupRepository.class);
    return source.list();
  }

  /** Progress of a run, which is written every few seconds, changes nothing for its policy. */
  private static boolean matters(BackupRun next, BackupRun old) {
    return !Objects.equals(essence(next), essence(old));
  }

  private static List<@Nullable Object> essence(BackupRun run) {
    PolicyRun seen = PolicyRun.of(run);
    return Arrays.asList(
        seen.phase(),
        seen.hold(),
        seen.leaving(),
        seen.status().startTime(),
        seen.status().capturedAt(),
        seen.status().completionTime(),
        seen.status().message(),
        FirstCopy.damage(seen.status()));
  }

  private static Set<String> names(BackupPolicy policy) {
    return policy.getSpec().repositories().stream()
        .map(reference -> reference.name())
        .collect(Collectors.toSet());
  }
}
