package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.FactWords.put;
import static dev.salvaguarda.controller.telling.FactWords.words;

import dev.salvaguarda.api.notice.NoticeSpec.SubjectRef;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunRepositoryStatus;
import dev.salvaguarda.api.run.RunRepositoryStatus.State;
import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.controller.record.FirstCopy;
import dev.salvaguarda.controller.record.RunOwner;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Placeholder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What there is to tell of a run that has ended. */
final class RunOccasion {
  private final BackupRun run;
  private final BackupPolicy policy;
  private final BackupRunStatus status;
  private final Collection<BackupRun> runs;
  private final Instant endedAt;

  private RunOccasion(
      BackupRun run, BackupPolicy policy, BackupRunStatus status, Collection<BackupRun> runs) {
    this.run = run;
    this.policy = policy;
    this.status = status;
    this.runs = runs;
    this.endedAt = endOf(run, status);
  }

  private static Instant endOf(BackupRun run, BackupRunStatus status) {
    return status.completionTime() == null
        ? Instant.parse(run.getMetadata().getCreationTimestamp())
        : status.completionTime();
  }

  /** As which a run of this status is told; empty while it goes on, and if somebody stopped it. */
  static Optional<NotifySpec.Occasion> kind(BackupRunStatus status) {
    return status.phase() == null
        ? Optional.empty()
        : switch (status.phase()) {
          case SUCCEEDED -> Optional.of(NotifySpec.Occasion.SUCCEEDED);
          case DEGRADED -> Optional.of(NotifySpec.Occasion.DEGRADED);
          case FAILED -> Optional.of(NotifySpec.Occasion.FAILED);
          case MISSED -> Optional.of(NotifySpec.Occasion.MISSED);
          case PENDING, QUEUED, STARTING, RUNNING, CANCELLED -> Optional.empty();
        };
  }

  /**
   * The occasion; empty likewise.
   *
   * @param runs at least those of the policy
   */
  static Optional<Occasion> of(
      BackupRun run, BackupRunStatus status, BackupPolicy policy, Collection<BackupRun> runs) {
    return kind(status).map(kind -> new RunOccasion(run, policy, status, runs).occasion(kind));
  }

  private Occasion occasion(NotifySpec.Occasion kind) {
    var meta = run.getMetadata();
    return new Occasion(
        kind,
        new SubjectRef("BackupRun", meta.getName(), meta.getUid()),
        "",
        meta.getNamespace(),
        policy.getMetadata().getUid(),
        endedAt,
        facts(kind));
  }

  private Map<Placeholder, Fact> facts(NotifySpec.Occasion kind) {
    Map<Placeholder, Fact> facts = FactWords.ofPolicy(policy);
    var meta = run.getMetadata();
    facts.put(Placeholder.RUN, words(meta.getName()));
    facts.put(Placeholder.COMMAND, FactWords.command("runs", meta.getNamespace(), meta.getName()));
    BackupPolicyStatus known =
        policy.getStatus() == null ? BackupPolicyStatus.none() : policy.getStatus();
    put(facts, Placeholder.NEXT_RUN, after(known.nextRunTime()));
    if (kind == NotifySpec.Occasion.MISSED) {
      missed(facts);
    } else {
      work(facts);
      if (!FirstCopy.wasComplete(status)) {
        facts.put(Placeholder.FAILURES, new Fact.Count(failures()));
      }
    }
    if (kind != NotifySpec.Occasion.SUCCEEDED) {
      FactWords.putReason(
          facts,
          kind == NotifySpec.Occasion.MISSED
              ? ConditionReason.RUN_MISSED.wireName()
              : status.reason(),
          status.message());
      put(facts, Placeholder.LAST_GOOD, lastGood(known));
    }
    return facts;
  }

  private void missed(Map<Placeholder, Fact> facts) {
    var missed = run.getSpec().trigger().missed();
    facts.put(Placeholder.MISSED_COUNT, new Fact.Count(missed == null ? 1 : missed.count()));
    facts.put(Placeholder.MISSED_LAST, new Fact.Moment(missed == null ? endedAt : missed.last()));
    if (missed != null && missed.count() > 1) {
      facts.put(Placeholder.MISSED_FIRST, new Fact.Moment(missed.first()));
    }
  }

  private void work(Map<Placeholder, Fact> facts) {
    facts.put(Placeholder.ENDED_AT, new Fact.Moment(endedAt));
    put(facts, Placeholder.CAPTURED_AT, moment(status.capturedAt()));
    if (status.startTime() != null && !endedAt.isBefore(status.startTime())) {
      facts.put(Placeholder.DURATION, new Fact.Span(Duration.between(status.startTime(), endedAt)));
    }
    put(facts, Placeholder.SIZE, size());
    if (status.capturedAt() != null) {
      facts.put(
          Placeholder.STORED,
          new Fact.Size(status.bytesStored() == null ? 0 : status.bytesStored()));
      facts.put(Placeholder.REPOSITORIES, repositories());
    }
    facts.put(Placeholder.TARGETS, targets());
  }

  /** Runs in a row that left no whole copy, up to this one; cancelled ones don't count. */
  private long failures() {
    return 1
        + runs.stream()
            .filter(other -> RunOwner.isOf(other, policy))
            .filter(other -> !other.getMetadata().getUid().equals(run.getMetadata().getUid()))
            .filter(other -> other.getStatus() != null && kind(other.getStatus()).isPresent())
            .filter(other -> !endOf(other, other.getStatus()).isAfter(endedAt))
            .sorted(
                Comparator.comparing((BackupRun other) -> endOf(other, other.getStatus()))
                    .reversed())
            .takeWhile(other -> !FirstCopy.wasComplete(other.getStatus()))
            .count();
  }

  /** Of all that was copied; nothing if it is not known of one. */
  private @Nullable Fact size() {
    List<Long> sizes =
        status.targets().stream()
            .filter(target -> target.snapshotId() != null)
            .map(target -> target.size() == null ? -1L : target.size())
            .toList();
    return sizes.isEmpty() || sizes.contains(-1L) || status.targetsOmitted() != null
        ? null
        : new Fact.Size(sizes.stream().mapToLong(Long::longValue).sum());
  }

  private Fact targets() {
    List<Fact> rows = new ArrayList<>();
    status.targets().forEach(target -> rows.add(row(target)));
    if (status.targetsOmitted() != null && status.targetsOmitted() > 0) {
      rows.add(new Fact.Phrase("target.more", new Fact.Count(status.targetsOmitted())));
    }
    return Fact.Rows.of(rows);
  }

  private static Fact row(TargetStatus target) {
    Fact name = words(target.name());
    if (target.phase() == null) {
      return new Fact.Phrase("target.bare", name);
    }
    return switch (target.phase()) {
      case SUCCEEDED -> copied(name, target);
      case DEGRADED ->
          new Fact.Phrase(
              "target.degraded", name, FactWords.why(target.reason(), target.message()));
      case FAILED ->
          new Fact.Phrase("target.failed", name, FactWords.why(target.reason(), target.message()));
      case CANCELLED -> new Fact.Phrase("target.cancelled", name);
    };
  }

  private static Fact copied(Fact name, TargetStatus target) {
    Fact stored = new Fact.Size(target.bytesStored() == null ? 0 : target.bytesStored());
    return target.size() == null
        ? new Fact.Phrase("target.copiedOfUnknownSize", name, stored)
        : new Fact.Phrase("target.copied", name, new Fact.Size(target.size()), stored);
  }

  private Fact repositories() {
    if (status.repositories().isEmpty()) {
      String written =
          status.worker() == null || status.worker().repository() == null
              ? policy.getSpec().repositories().getFirst().name()
              : status.worker().repository();
      return FactWords.places(List.of(written));
    }
    return Fact.Rows.of(status.repositories().stream().map(RunOccasion::place).toList());
  }

  private static Fact place(RunRepositoryStatus repository) {
    return repository.state() == State.INCOMPLETE
        ? new Fact.Phrase(
            "repository.incomplete",
            words(repository.name()),
            FactWords.why(repository.reason(), repository.message()))
        : new Fact.Phrase("repository.complete", words(repository.name()));
  }

  private static @Nullable Fact lastGood(BackupPolicyStatus known) {
    return known.lastSuccessfulRun() == null
        ? new Fact.Phrase("none.copy")
        : moment(known.lastSuccessfulRun().capturedAt());
  }

  private @Nullable Fact after(@Nullable Instant time) {
    return time == null || !time.isAfter(endedAt) ? null : new Fact.Moment(time);
  }

  private static @Nullable Fact moment(@Nullable Instant instant) {
    return instant == null ? null : new Fact.Moment(instant);
  }
}
