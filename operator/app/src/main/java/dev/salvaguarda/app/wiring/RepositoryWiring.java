package dev.salvaguarda.app.wiring;

import dev.salvaguarda.app.adapter.archive.RepositoryArchiveAccess;
import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.controller.adapter.kubernetes.KubernetesEventRecorder;
import dev.salvaguarda.controller.archive.ProbeCalls;
import dev.salvaguarda.controller.attempt.AttemptApplier;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.maintenance.LeftLockApplier;
import dev.salvaguarda.controller.maintenance.Maintenance;
import dev.salvaguarda.controller.maintenance.MaintenanceApplier;
import dev.salvaguarda.controller.maintenance.MaintenanceGatherer;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.repository.ProbeRunner;
import dev.salvaguarda.controller.repository.RepositoryApplier;
import dev.salvaguarda.controller.repository.RepositoryGatherer;
import dev.salvaguarda.controller.repository.SizeCounter;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.repository.model.RepositoryContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** The parts of the BackupRepository's controller, and the archive port for all controllers. */
@Singleton
public final class RepositoryWiring {
  private static final Duration PROBE_DEADLINE = Duration.ofSeconds(60);
  private static final Duration COUNT_DEADLINE = Duration.ofMinutes(30);

  @Produces
  @Singleton
  ArchiveAccess archives(RepositoryContext context) {
    return new RepositoryArchiveAccess(new MinioStoreOpener(context), context);
  }

  @Produces
  @Singleton
  EventRecorder events(KubernetesClient client, Clock clock) {
    return new KubernetesEventRecorder(client, clock);
  }

  @Produces
  @Singleton
  ProbeRunner probeRunner(ArchiveAccess archives, Clock clock) {
    return new ProbeRunner(archives, clock, PROBE_DEADLINE);
  }

  void close(@Disposes ProbeRunner probes) {
    probes.close();
  }

  @Produces
  @Singleton
  SizeCounter sizeCounter(ArchiveAccess archives, Clock clock) {
    return new SizeCounter(archives, clock, COUNT_DEADLINE);
  }

  void close(@Disposes SizeCounter sizes) {
    sizes.close();
  }

  @Produces
  @Singleton
  ProbeCalls probeCalls(Clock clock) {
    return new ProbeCalls(clock);
  }

  @Produces
  @Singleton
  RepositoryGatherer gatherer(
      KubernetesClient client, ProbeRunner probes, SizeCounter sizes, ProbeCalls calls) {
    return new RepositoryGatherer(client, probes, sizes, calls);
  }

  @Produces
  @Singleton
  Maintenance maintenance(
      KubernetesClient client,
      RunRecords records,
      ProofGatherer proofs,
      AttemptApplier attempts,
      WorkerLimits workers,
      OperatorSettings settings) {
    return new Maintenance(
        new MaintenanceGatherer(client, records, proofs, workers),
        new MaintenanceApplier(
            client,
            attempts,
            records,
            new LeftLockApplier(client, records, proofs),
            settings.restic()));
  }

  @Produces
  @Singleton
  RepositoryApplier applier(ProbeRunner probes, SizeCounter sizes, EventRecorder events) {
    return new RepositoryApplier(probes, sizes, events);
  }
}
