package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.MaintenanceSpec;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.worker.WatchedWorkers;
import dev.salvaguarda.controller.worker.WorkerGatherer;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.controller.worker.manifest.JobSeries;
import dev.salvaguarda.controller.worker.manifest.WorkerJson;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Lead;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.ReadLog;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.maintenance.MaintenanceFacts;
import dev.salvaguarda.domain.maintenance.MaintenanceMemory;
import dev.salvaguarda.domain.maintenance.Rival;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads all that a decision about maintenance may look at. */
public final class MaintenanceGatherer {
  /** Whoever gives way again and again must come to an end one day. */
  private static final int ATTEMPTS = 8;

  private final KubernetesClient client;
  private final WorkerGatherer workers;
  private final ProofGatherer proofs;
  private final RivalGatherer rivals;
  private final WorkerLimits limits;

  public MaintenanceGatherer(
      KubernetesClient client, RunRecords records, ProofGatherer proofs, WorkerLimits limits) {
    this.client = client;
    this.workers = new WorkerGatherer(client);
    this.proofs = proofs;
    this.rivals = new RivalGatherer(client, records);
    this.limits = limits;
  }

  /** The repository as the API server has it; empty if it is gone. */
  public Optional<BackupRepository> read(BackupRepository known) {
    var meta = known.getMetadata();
    return Optional.ofNullable(
            client
                .resources(BackupRepository.class)
                .inNamespace(meta.getNamespace())
                .withName(meta.getName())
                .get())
        .filter(found -> found.getMetadata().getUid().equals(meta.getUid()));
  }

  MaintenanceSeen gather(BackupRepository repository, Around around, Instant now) {
    MaintenanceMemory memory = MaintenanceStatusMemory.of(repository);
    MaintenanceSchedule schedule = MaintenanceSchedule.of(repository, now);
    WatchedWorkers watched = new WatchedWorkers(around.jobs(), around.pods());
    JobSeries jobs = MaintenanceStatusMemory.jobs(repository, memory.dueAt());
    boolean over = memory.phase().isOver();
    WorkerSeen worker =
        over
            ? workers.leftOf(repository, jobs, watched)
            : workers.gather(repository, jobs, watched, memory.attempts(), now);
    List<Rival> others = over ? List.of() : rivals.of(repository, around.policies());
    return new MaintenanceSeen(
        repository,
        schedule,
        new MaintenanceFacts(
            repository.getMetadata().getName(),
            schedule.cadence(),
            schedule.since(),
            memory,
            RepositoryReadiness.of(repository.getMetadata().getName(), repository),
            others,
            new Turn.Free(),
            worker.fact(),
            WorkerJson.result(worker.report(), MaintenanceResult.class).orElse(null),
            false,
            limits.withAttempts(ATTEMPTS).withActive(deadline(repository))),
        worker,
        watched.jobs(),
        List.of());
  }

  /** With what only this step needs: which snapshots stay. */
  MaintenanceSeen complete(MaintenanceSeen seen, Step step, Around around, Instant now) {
    boolean starts = step instanceof Lead(WorkerStep work) && work.createsWorker();
    return starts
        ? seen.withRetention(rivals.retention(seen.repository(), around.policies(), now))
        : seen;
  }

  MaintenanceSeen answer(MaintenanceSeen seen, ReadLog question) {
    return seen.withFacts(
        seen.facts()
            .withLog(
                proofs
                    .log(seen.repository().getMetadata().getNamespace(), question.pod())
                    .result(MaintenanceResult.class)
                    .orElse(null)));
  }

  private Duration deadline(BackupRepository repository) {
    MaintenanceSpec spec = repository.getSpec().maintenance();
    return Optional.ofNullable(spec)
        .map(MaintenanceSpec::runTemplate)
        .flatMap(template -> DurationText.parse(template.activeDeadline()))
        .filter(Duration::isPositive)
        .orElse(limits.active());
  }
}
