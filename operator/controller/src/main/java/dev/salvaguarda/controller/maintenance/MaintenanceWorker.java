package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.worker.RunTemplate;
import dev.salvaguarda.controller.attempt.AttemptOwner;
import dev.salvaguarda.controller.attempt.RepositoryWorkload;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.worker.manifest.JobSeries;
import dev.salvaguarda.controller.worker.manifest.ScratchSpace;
import dev.salvaguarda.controller.worker.manifest.WorkerJson;
import dev.salvaguarda.controller.worker.manifest.WorkerLabels;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.controller.worker.manifest.WorkerUser;
import dev.salvaguarda.domain.name.LabelValue;
import dev.salvaguarda.domain.workorder.MaintenanceTask;
import dev.salvaguarda.domain.workorder.ReadOrder;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.WorkOrder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The worker that looks after a repository, or reads a part of it.
 *
 * @param jobs of the pass
 * @param attempt counted from 1
 * @param resticProgram name or path in the image of the stock restic that prunes
 * @param prune whether anything may be taken out
 * @param read which packs are read whole; null means none
 * @param retention which snapshots stay
 * @param damage known at the place
 * @param secondsLeft until all attempts must be over
 */
record MaintenanceWorker(
    PassSubject subject,
    JobSeries jobs,
    int attempt,
    String resticProgram,
    boolean prune,
    @Nullable ReadOrder read,
    List<RetentionOrder> retention,
    KnownDamage damage,
    long secondsLeft) {
  /** How long a worker waits for the locks of others; after that the next attempt does. */
  private static final Duration LOCK_WAIT = Duration.ofMinutes(1);

  WorkerSpec spec() {
    var meta = subject.object().getMetadata();
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(subject.kind().label(), LabelValue.of(meta.getName()));
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(subject.kind().label(), meta.getName());
    annotations.put(WorkerLabels.REPOSITORY_ANNOTATION, subject.repositoryName());
    RepositoryWorkload access =
        switch (subject.kind()) {
          case MAINTENANCE -> RepositoryWorkload.toPrune(subject.required());
          case INTEGRITY -> RepositoryWorkload.of(subject.required());
        };
    return new WorkerSpec(
        meta.getNamespace(),
        AttemptOwner.reference(subject.object()),
        jobs,
        attempt,
        labels,
        annotations,
        secondsLeft,
        template(),
        WorkerUser.of(template()),
        ScratchSpace.usual(),
        access.mounts(),
        WorkerJson.of(
            WorkOrder.of(
                new WorkIdentity(
                    subject.object().getKind(),
                    meta.getNamespace(),
                    meta.getName(),
                    meta.getUid(),
                    attempt),
                new MaintenanceTask(
                    access.access(),
                    resticProgram,
                    prune,
                    read,
                    retention,
                    damage.packs(),
                    !damage.namesAllPacks(),
                    LOCK_WAIT,
                    bandwidth()))),
        null);
  }

  private long bandwidth() {
    RunTemplate template = template();
    return template == null || template.bandwidth() == null
        ? 0
        : Quantity.getAmountInBytes(template.bandwidth()).longValue();
  }

  private @Nullable RunTemplate template() {
    return subject.template().orElse(null);
  }
}
