package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.retention.KnownDamage;
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
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import io.fabric8.kubernetes.api.model.HasMetadata;
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

  /** The object as the API server has it; empty if it is gone. */
  public <P extends HasMetadata> Optional<P> read(P known) {
    return Optional.ofNullable(client.resource(known).get())
        .filter(found -> found.getMetadata().getUid().equals(known.getMetadata().getUid()));
  }

  MaintenanceSeen gather(PassSubject subject, Around around, Instant now) {
    MaintenanceMemory memory = MaintenanceStatusMemory.of(subject.told());
    MaintenanceSchedule schedule = MaintenanceSchedule.of(subject, now);
    WatchedWorkers watched = new WatchedWorkers(around.jobs(), around.pods());
    JobSeries jobs = subject.jobs(memory.dueAt());
    boolean over = memory.phase().isOver();
    WorkerSeen worker =
        over
            ? workers.leftOf(subject.object(), jobs, watched)
            : workers.gather(subject.object(), jobs, watched, memory.attempts(), now);
    List<Rival> others = over ? List.of() : rivals(subject, worker, around);
    return new MaintenanceSeen(
        subject,
        schedule,
        new MaintenanceFacts(
            subject.name(),
            schedule.cadence(),
            schedule.since(),
            memory,
            RepositoryReadiness.of(subject.repositoryName(), subject.repository()),
            others,
            new Turn.Free(),
            worker.fact(),
            WorkerJson.result(worker.report(), MaintenanceResult.class).orElse(null),
            false,
            limits.withAttempts(ATTEMPTS).withActive(deadline(subject))),
        worker,
        watched.jobs(),
        List.of(),
        KnownDamage.NONE);
  }

  /** With what only this step needs: which snapshots stay, and what is known to be damaged. */
  MaintenanceSeen complete(MaintenanceSeen seen, Step step, Around around, Instant now) {
    boolean starts = step instanceof Lead(WorkerStep work) && work.createsWorker();
    if (!starts) {
      return seen;
    }
    BackupRepository repository = seen.subject().required();
    KnownDamage known = around.places().damage(repository);
    return seen.withOrders(
        switch (seen.subject().kind()) {
          case MAINTENANCE -> retention(seen, known, around, now);
          case INTEGRITY -> List.of();
        },
        known);
  }

  private List<RetentionOrder> retention(
      MaintenanceSeen seen, KnownDamage known, Around around, Instant now) {
    Instant nextPass =
        Optional.ofNullable(seen.schedule().cadence())
            .flatMap(cadence -> cadence.next(now))
            .orElse(null);
    return rivals.retention(
        seen.subject().required(), known, around.policies().get(), now, nextPass);
  }

  MaintenanceSeen answer(MaintenanceSeen seen, ReadLog question) {
    return seen.withFacts(
        seen.facts()
            .withLog(
                proofs
                    .log(seen.subject().namespace(), question.pod())
                    .result(MaintenanceResult.class)
                    .orElse(null)));
  }

  /**
   * Backups go on beside a pod that only reads; it need not give way to them once it is at work.
   */
  private List<Rival> rivals(PassSubject subject, WorkerSeen worker, Around around) {
    if (subject.repository() == null) {
      return List.of();
    }
    List<Rival> all = rivals.of(subject.repository(), around.places());
    return switch (subject.kind()) {
      case MAINTENANCE -> all;
      case INTEGRITY ->
          worker.fact() instanceof WorkerFact.None
              ? all
              : all.stream().filter(Rival::urgent).toList();
    };
  }

  private Duration deadline(PassSubject subject) {
    return subject
        .template()
        .flatMap(template -> DurationText.parse(template.activeDeadline()))
        .filter(Duration::isPositive)
        .orElse(limits.active());
  }
}
