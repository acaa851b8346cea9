package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.guard.GuardRule;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.snapshot.SnapshotDraft;
import dev.salvaguarda.repository.snapshot.SnapshotSummary;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Copies one target and makes the good copy a snapshot. */
final class TargetCopy {
  private final WorkIdentity work;
  private final CopyTask task;
  private final Source source;
  private final PreviousSnapshots previous;
  private final Clock clock;
  private boolean lossTold;

  TargetCopy(
      WorkIdentity work, CopyTask task, Source source, PreviousSnapshots previous, Clock clock) {
    this.work = work;
    this.task = task;
    this.source = source;
    this.previous = previous;
    this.clock = clock;
  }

  /**
   * Copies the target.
   *
   * @throws SourceException if there is no good copy, and so no snapshot
   */
  TargetResult run(String target, CaptureContext context)
      throws SourceException, InterruptedException {
    Instant start = clock.instant();
    long storedBefore = context.session().progress().counts().bytesStored();
    Capture capture = source.capture(target, context);
    Optional<Failure> doubt = doubt(target, capture, context);
    Snapshot snapshot = context.session().commit(draft(target, start, capture, doubt, context));
    long stored = context.session().progress().counts().bytesStored() - storedBefore;
    // First, because the operator takes no doubted snapshot as the measure of the next one.
    List<Failure> shortfalls = new ArrayList<>();
    doubt.ifPresent(shortfalls::add);
    loss(context).ifPresent(shortfalls::add);
    context
        .session()
        .damageFound()
        .map(found -> new Failure(FailureReason.REPOSITORY_CORRUPT, found))
        .ifPresent(shortfalls::add);
    if (task.moreDamaged()) {
      shortfalls.add(mayRestOnDamage());
    }
    previous.damage(target).ifPresent(shortfalls::add);
    capture.shortfalls().stream()
        .filter(shortfall -> !shortfalls.contains(shortfall))
        .forEach(shortfalls::add);
    shortfalls.forEach(shortfall -> context.notes().warning(target, shortfall));
    return new TargetResult(
        target,
        shortfalls.isEmpty() ? Outcome.SUCCEEDED : Outcome.DEGRADED,
        capture.consistency(),
        snapshot.id().toString(),
        capture.sizeBytes(),
        capture.bytesRead(),
        stored,
        capture.sha256().orElse(null),
        shortfalls.isEmpty() ? null : shortfalls.getFirst());
  }

  /** What the repository lost since the last run stands with the first target, once. */
  private Optional<Failure> loss(CaptureContext context) {
    LostPacks lost = context.session().lostPacks();
    if (lossTold || lost.isEmpty()) {
      return Optional.empty();
    }
    lossTold = true;
    return Optional.of(new Failure(FailureReason.REPOSITORY_CORRUPT, lost.sentence()));
  }

  /** Of each target: any of them may take content as stored that is in a pack without a name. */
  private Failure mayRestOnDamage() {
    return new Failure(
        FailureReason.REPOSITORY_CORRUPT,
        "Repository %s has more damaged packs than a status can name, and this copy may rest on one of the others. Bring them back, or let readings and maintenance work through them; copies are good again once every damaged pack is named."
            .formatted(task.repository().name()));
  }

  /** What makes the copy suspicious, whoever noticed it: the source, or the policy's guards. */
  private Optional<Failure> doubt(String target, Capture capture, CaptureContext context) {
    Optional<Failure> ofSource =
        capture.shortfalls().stream().filter(shortfall -> shortfall.reason().isDoubt()).findFirst();
    return ofSource.isPresent() || !capture.guarded()
        ? ofSource
        : GuardRule.doubt(
            task.guards(), target, capture.sizeBytes(), sizeBefore(target, context.notes()));
  }

  private OptionalLong sizeBefore(String target, Notes notes) {
    if (!task.guards().limitShrinking()) {
      return OptionalLong.empty();
    }
    OptionalLong before = PreviousSnapshots.size(previous.newest(target));
    if (before.isEmpty() && previous.mayHaveMore()) {
      notes.info(
          target,
          "No earlier copy is among the newest snapshots, so guards.maxShrinkPercent has nothing to compare with.");
    }
    return before;
  }

  private SnapshotDraft draft(
      String target,
      Instant start,
      Capture capture,
      Optional<Failure> doubt,
      CaptureContext context) {
    List<String> tags = new ArrayList<>(SnapshotTags.of(work, task.policy(), target));
    doubt.ifPresent(failure -> tags.add(SnapshotTags.doubt(failure.reason())));
    capture.shortfalls().stream()
        .map(Failure::reason)
        .filter(reason -> !reason.isDoubt())
        .findFirst()
        .ifPresent(reason -> tags.add(SnapshotTags.shortOf(reason)));
    return new SnapshotDraft(
        start,
        capture.tree(),
        task.source().host(),
        capture.paths(),
        tags,
        List.of(),
        context.previous().map(Snapshot::id),
        Optional.of(new SnapshotSummary(start, clock.instant(), capture.sizeBytes())));
  }
}
