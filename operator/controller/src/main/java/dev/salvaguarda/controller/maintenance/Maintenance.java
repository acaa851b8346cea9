package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.ClaimTurn;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Question;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.ReadLog;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.maintenance.MaintenanceLife;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads passes over a repository, those that look after it and those that read a part of it for a
 * policy: gathers, decides and applies in one look.
 */
public final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private final MaintenanceGatherer gatherer;
  private final MaintenanceApplier applier;
  private final LookFailures failures = new LookFailures();

  public Maintenance(MaintenanceGatherer gatherer, MaintenanceApplier applier) {
    this.gatherer = gatherer;
    this.applier = applier;
  }

  /**
   * What came of a look.
   *
   * @param object as it was looked at
   */
  public record Look<P>(P object, Telling telling) {
    /** What the object's status says of passes, beside its other conditions. */
    public PassStory story(List<Condition> conditions, Instant now) {
      return telling.story(conditions, now);
    }

    /** How long from now nothing has to be looked at. */
    public Duration quietFor(Instant now) {
      return telling.quietFor(now);
    }
  }

  /** What there is to say. */
  sealed interface Telling {
    PassStory story(List<Condition> conditions, Instant now);

    Duration quietFor(Instant now);
  }

  /** What was seen and done. */
  record Done(MaintenanceSeen seen, Step step) implements Telling {
    @Override
    public PassStory story(List<Condition> conditions, Instant now) {
      return MaintenanceReport.next(conditions, seen, step, now);
    }

    @Override
    public Duration quietFor(Instant now) {
      Instant next = step.next();
      return Duration.between(now, next == null ? Instant.MAX : next);
    }
  }

  /**
   * The API server did not do its part. That must not keep the object's other work from being done,
   * for which backups wait.
   */
  record Failed(PassSubject subject, FailedLook why, boolean isShown) implements Telling {
    private static final Duration AGAIN = Duration.ofSeconds(30);

    @Override
    public PassStory story(List<Condition> conditions, Instant now) {
      return new PassStory(
          subject.status(),
          isShown
              ? ConditionSet.of(conditions)
                  .with(
                      ConditionFact.unknown(
                          subject.kind().condition(), why.reason(), why.sentence()),
                      subject.object().getMetadata().getGeneration(),
                      now)
                  .conditions()
              : conditions,
          false);
    }

    @Override
    public Duration quietFor(Instant now) {
      return AGAIN;
    }
  }

  /**
   * Looks once at the maintenance of a repository, and does what is to be done. What can't be
   * undone is decided on the object as the API server has it; empty if that is gone.
   */
  public Optional<Look<BackupRepository>> look(BackupRepository known, Around around, Instant now) {
    return look(known, PassSubject::of, around, now);
  }

  /**
   * The same for the readings of a policy.
   *
   * @param first of its repositories; null if there is none
   */
  public Optional<Look<BackupPolicy>> look(
      BackupPolicy known, @Nullable BackupRepository first, Around around, Instant now) {
    return look(known, policy -> PassSubject.of(policy, first), around, now);
  }

  private <P extends HasMetadata> Optional<Look<P>> look(
      P known, Function<P, PassSubject> subject, Around around, Instant now) {
    PassSubject about = subject.apply(known);
    String key = "%s %s/%s".formatted(about.kind().field(), about.namespace(), about.name());
    try {
      Optional<Look<P>> look = decideAndApply(known, subject, around, now);
      failures.passed(key);
      return look;
    } catch (KubernetesClientException e) {
      FailedLook why = FailedLook.of(e);
      LookFailures.Judgement judgement = failures.failed(key, why);
      if (judgement.isNews()) {
        LOG.atWarn()
            .addKeyValue("namespace", about.namespace())
            .addKeyValue("name", about.name())
            .addKeyValue("work", about.kind().field())
            .addKeyValue("why", why.sentence())
            .log("looks at passes fail and are repeated");
      }
      return Optional.of(new Look<>(known, new Failed(about, why, judgement.isShown())));
    }
  }

  private <P extends HasMetadata> Optional<Look<P>> decideAndApply(
      P known, Function<P, PassSubject> subject, Around around, Instant now) {
    P object = known;
    Done done = decide(subject.apply(object), around, now);
    if (done.step().cannotBeUndone()) {
      Optional<P> newest = gatherer.read(known);
      if (newest.isEmpty()) {
        return Optional.empty();
      }
      if (!version(newest.get()).equals(version(known))) {
        object = newest.get();
        done = decide(subject.apply(object), around, now);
      }
    }
    applier.apply(done.seen(), done.step(), around, now);
    return Optional.of(new Look<>(object, done));
  }

  private Done decide(PassSubject subject, Around around, Instant now) {
    MaintenanceSeen seen = gatherer.gather(subject, around, now);
    MaintenanceDecision decision = MaintenanceLife.decide(seen.facts(), now);
    while (decision instanceof Question question) {
      seen =
          switch (question) {
            case ClaimTurn _ -> applier.claim(seen, now);
            case ReadLog read -> gatherer.answer(seen, read);
          };
      decision = MaintenanceLife.decide(seen.facts(), now);
    }
    Step step = (Step) decision;
    return new Done(gatherer.complete(seen, step, around, now), step);
  }

  private static String version(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getResourceVersion(), "");
  }
}
