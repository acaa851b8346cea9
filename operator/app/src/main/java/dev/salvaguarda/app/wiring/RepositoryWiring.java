package dev.salvaguarda.app.wiring;

import dev.salvaguarda.app.archive.MinioStoreOpener;
import dev.salvaguarda.app.archive.RepositoryArchiveAccess;
import dev.salvaguarda.controller.adapter.kubernetes.KubernetesEventRecorder;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.controller.repository.ProbeDesk;
import dev.salvaguarda.controller.repository.RepositoryApplier;
import dev.salvaguarda.controller.repository.RepositoryGatherer;
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
  ProbeDesk probeDesk(ArchiveAccess archives, Clock clock) {
    return new ProbeDesk(archives, clock, PROBE_DEADLINE);
  }

  void close(@Disposes ProbeDesk desk) {
    desk.close();
  }

  @Produces
  @Singleton
  RepositoryGatherer gatherer(KubernetesClient client, ProbeDesk desk) {
    return new RepositoryGatherer(client, desk);
  }

  @Produces
  @Singleton
  RepositoryApplier applier(ProbeDesk desk, EventRecorder events) {
    return new RepositoryApplier(desk, events);
  }
}
