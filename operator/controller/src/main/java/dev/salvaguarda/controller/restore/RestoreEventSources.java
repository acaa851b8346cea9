package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.record.RunRecordsSource;
import dev.salvaguarda.controller.worker.WorkerEventSources;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What else than a restore itself makes it worth another look: its workers, the end of the run that
 * it names, and a repository that becomes ready.
 */
final class RestoreEventSources {
  private RestoreEventSources() {}

  static List<EventSource<?, Restore>> of(EventSourceContext<Restore> context, RunRecords records) {
    var workers =
        new WorkerEventSources<>("restore", Restore.class, ApiGroup.RESTORE_LABEL, context);
    return List.of(runs(context, records), repositories(context), workers.jobs(), workers.pods());
  }

  private static EventSource<?, Restore> runs(
      EventSourceContext<Restore> context, RunRecords records) {
    return new RunRecordsSource<>(
        "restore-records",
        records,
        context,
        run -> waitingFor(run, restores(context, run)),
        (next, old) -> isFinal(next) && !isFinal(old));
  }

  private static EventSource<?, Restore> repositories(EventSourceContext<Restore> context) {
    return new InformerEventSource<BackupRepository, Restore>(
        InformerEventSourceConfiguration.from(BackupRepository.class, Restore.class)
            .withName("restore-repositories")
            .withSecondaryToPrimaryMapper(repository ->
                restores(context, repository)
                    .filter(RestoreCache::isOpen)
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withOnUpdateFilter(RepositoryReadiness::changed)
            .withPrimaryToSecondaryMapper((Restore _) -> Set.<ResourceID>of())
            .build(),
        context);
  }

  private static Stream<Restore> restores(EventSourceContext<Restore> context, HasMetadata beside) {
    return context.getPrimaryCache().list(beside.getMetadata().getNamespace());
  }

  /** Those of the restores that can go on, now that the run has ended; none if it has not. */
  static Set<ResourceID> waitingFor(BackupRun run, Stream<Restore> restores) {
    return isFinal(run)
        ? restores
            .filter(RestoreCache::isOpen)
            .filter(restore -> names(restore, run))
            .map(ResourceID::fromResource)
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static boolean names(Restore restore, BackupRun run) {
    var named = restore.getSpec().source().runRef();
    return named != null && named.name().equals(run.getMetadata().getName());
  }

  private static boolean isFinal(BackupRun run) {
    return run.getStatus() != null
        && run.getStatus().phase() != null
        && run.getStatus().phase().isFinal();
  }
}
