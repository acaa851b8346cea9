package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;

/** Neighbours as the framework's watches know them. */
final class WatchedNeighbours implements Neighbours {
  private final Context<BackupRun> context;

  WatchedNeighbours(Context<BackupRun> context) {
    this.context = context;
  }

  @Override
  public List<BackupRun> runs(String namespace) {
    return context.getPrimaryCache().list(namespace).toList();
  }

  @Override
  public Optional<BackupPolicy> policy(String namespace, String name) {
    InformerEventSource<BackupPolicy, BackupRun> policies =
        (InformerEventSource<BackupPolicy, BackupRun>)
            context.eventSourceRetriever().getEventSourceFor(BackupPolicy.class);
    return policies.get(new ResourceID(name, namespace));
  }

  @Override
  public List<Job> jobs() {
    return List.copyOf(context.getSecondaryResources(Job.class));
  }
}
