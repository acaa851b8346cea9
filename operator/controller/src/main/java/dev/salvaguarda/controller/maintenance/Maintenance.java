package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.ClaimTurn;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Question;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.ReadLog;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.maintenance.MaintenanceLife;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads the maintenance of a repository: gathers, decides and applies in one look. */
public final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private final MaintenanceGatherer gatherer;
  private final MaintenanceApplier applier;

  public Maintenance(MaintenanceGatherer gatherer, MaintenanceApplier applier) {
    this.gatherer = gatherer;
    this.applier = applier;
  }

  /** What came of a look. */
  public sealed interface Look {
    /** As it was looked at. */
    BackupRepository repository();

    /** The repository's status with what there is to say. */
    BackupRepositoryStatus in(BackupRepositoryStatus status, Instant now);

    /** How long from now nothing has to be looked at. */
    Duration quietFor(Instant now);
  }

  /** What was seen and done. */
  record Done(MaintenanceSeen seen, Step step) implements Look {
    @Override
    public BackupRepository repository() {
      return seen.repository();
    }

    @Override
    public BackupRepositoryStatus in(BackupRepositoryStatus status, Instant now) {
      return MaintenanceReport.next(status, seen, step, now);
    }

    @Override
    public Duration quietFor(Instant now) {
      Instant next = step.next();
      return Duration.between(now, next == null ? Instant.MAX : next);
    }
  }

  /**
   * The API server did not do its part. That must not keep the repository from being probed, for
   * which backups wait.
   */
  record Failed(BackupRepository repository, FailedLook why) implements Look {
    private static final Duration AGAIN = Duration.ofSeconds(30);

    @Override
    public BackupRepositoryStatus in(BackupRepositoryStatus status, Instant now) {
      return why.cause() == FailedLook.Cause.REFUSED
          ? status.withConditions(
              ConditionSet.of(status.conditions())
                  .with(
                      ConditionFact.unknown(ConditionType.MAINTAINED, why.reason(), why.sentence()),
                      repository.getMetadata().getGeneration(),
                      now)
                  .conditions())
          : status;
    }

    @Override
    public Duration quietFor(Instant now) {
      return AGAIN;
    }
  }

  /**
   * Looks once, and does what is to be done. What can't be undone is decided on the object as the
   * API server has it; empty if that is gone.
   */
  public Optional<Look> look(BackupRepository known, Around around, Instant now) {
    try {
      return decideAndApply(known, around, now).map(done -> done);
    } catch (KubernetesClientException e) {
      FailedLook why = FailedLook.of(e);
      LOG.atWarn()
          .addKeyValue("namespace", known.getMetadata().getNamespace())
          .addKeyValue("repository", known.getMetadata().getName())
          .addKeyValue("why", why.sentence())
          .log("maintenance not looked at");
      return Optional.of(new Failed(known, why));
    }
  }

  private Optional<Done> decideAndApply(BackupRepository known, Around around, Instant now) {
    Done look = decide(known, around, now);
    if (look.step().cannotBeUndone()) {
      Optional<BackupRepository> newest = gatherer.read(known);
      if (newest.isEmpty()) {
        return Optional.empty();
      }
      if (!version(newest.get()).equals(version(known))) {
        look = decide(newest.get(), around, now);
      }
    }
    applier.apply(look.seen(), look.step(), around, now);
    return Optional.of(look);
  }

  private Done decide(BackupRepository repository, Around around, Instant now) {
    MaintenanceSeen seen = gatherer.gather(repository, around, now);
    MaintenanceDecision decision = MaintenanceLife.decide(seen.facts(), now);
    while (decision instanceof Question question) {
      seen =
          switch (question) {
            case ClaimTurn _ -> applier.claim(seen, around, now);
            case ReadLog read -> gatherer.answer(seen, read);
          };
      decision = MaintenanceLife.decide(seen.facts(), now);
    }
    Step step = (Step) decision;
    return new Done(gatherer.complete(seen, step, around, now), step);
  }

  private static String version(BackupRepository repository) {
    return repository.getMetadata().getResourceVersion();
  }
}
