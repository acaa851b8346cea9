package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.FactWords.words;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.quantity.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of a digest.
 *
 * @param isTest whether it is of a test, else of a run
 */
record DigestRow(boolean isTest, Fact text) {

  /** The line of a run; empty if it does not say enough. */
  static Optional<DigestRow> of(BackupRun run) {
    BackupRunStatus status = run.getStatus();
    if (status == null || status.capturedAt() == null) {
      return Optional.empty();
    }
    Fact policy = words(run.getSpec().policyRef().name());
    Fact time = new Fact.Moment(status.capturedAt());
    Fact stored = new Fact.Size(Objects.requireNonNullElse(status.bytesStored(), 0L));
    Fact where = words(places(status));
    List<Long> sizes =
        status.targets().stream()
            .map(target -> Objects.requireNonNullElse(target.size(), -1L))
            .toList();
    boolean isKnown = !sizes.isEmpty() && !sizes.contains(-1L) && status.targetsOmitted() == null;
    Fact line =
        isKnown
            ? new Fact.Phrase(
                "digest.run",
                policy,
                time,
                new Fact.Size(sizes.stream().mapToLong(Long::longValue).sum()),
                stored,
                where)
            : new Fact.Phrase("digest.runOfUnknownSize", policy, time, stored, where);
    return Optional.of(
        new DigestRow(false, isDamaged(status) ? new Fact.Phrase("digest.damaged", line) : line));
  }

  /** It ended well, and yet nobody is to count on it. */
  private static boolean isDamaged(BackupRunStatus status) {
    return ConditionSet.of(status.conditions())
        .find(ConditionType.RESTORABLE)
        .filter(told -> "False".equals(told.getStatus()))
        .isPresent();
  }

  private static String places(BackupRunStatus status) {
    if (!status.repositories().isEmpty()) {
      return status.repositories().stream()
          .map(repository -> repository.name())
          .collect(Collectors.joining(", "));
    }
    return status.worker() == null || status.worker().repository() == null
        ? "—"
        : status.worker().repository();
  }

  /** The line of a test; empty if it does not say enough. */
  static Optional<DigestRow> of(Restore test) {
    RestoreStatus status = test.getStatus();
    var policy = test.getSpec().source().policyRef();
    if (status == null || policy == null) {
      return Optional.empty();
    }
    Instant endedAt = status.completionTime();
    Optional<Duration> took =
        Optional.ofNullable(status.measuredRto()).flatMap(DurationText::parse);
    return endedAt == null || took.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DigestRow(
                true,
                new Fact.Phrase(
                    "digest.test",
                    words(policy.name()),
                    new Fact.Moment(endedAt),
                    new Fact.Span(took.get()))));
  }

  /** The line of something that is gone, in the words of the notice about it. */
  static DigestRow ofWords(Notice notice) {
    return new DigestRow(
        notice.getSpec().message().equals(Message.VERIFICATION_SUCCEEDED.wireName()),
        new Fact.Phrase(
            "digest.plain",
            words(notice.getSpec().rendered().subject()),
            new Fact.Moment(notice.getSpec().eventTime())));
  }
}
