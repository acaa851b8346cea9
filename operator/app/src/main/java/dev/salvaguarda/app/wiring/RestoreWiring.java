package dev.salvaguarda.app.wiring;

import dev.salvaguarda.controller.attempt.AttemptApplier;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.restore.RestoreApplier;
import dev.salvaguarda.controller.restore.RestoreGatherer;
import dev.salvaguarda.controller.source.HostPathRule;
import dev.salvaguarda.controller.worker.ProgressReader;
import dev.salvaguarda.domain.worker.WorkerLimits;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The parts of the Restore's controller. */
@Singleton
public final class RestoreWiring {

  @Produces
  @Singleton
  RestoreGatherer restoreGatherer(
      KubernetesClient client,
      RunRecords records,
      ProofGatherer proofs,
      ProgressReader progress,
      WorkerLimits workers,
      HostPathRule hostPaths) {
    return new RestoreGatherer(client, records, proofs, progress, workers, hostPaths);
  }

  @Produces
  @Singleton
  RestoreApplier restoreApplier(AttemptApplier attempts) {
    return new RestoreApplier(attempts);
  }
}
