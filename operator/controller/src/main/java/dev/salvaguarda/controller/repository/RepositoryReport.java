package dev.salvaguarda.controller.repository;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.repository.RepositoryKey;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.quantity.SizeText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of a BackupRepository after a decision; pure. */
final class RepositoryReport {
  private static final BackupRepositoryStatus EMPTY =
      new BackupRepositoryStatus(
          null, List.of(), null, null, null, null, null, null, null, List.of());

  private RepositoryReport() {}

  static BackupRepositoryStatus next(
      @Nullable BackupRepositoryStatus written,
      RepositorySnapshot seen,
      RepositoryDecision decision,
      Long generation,
      Instant now) {
    BackupRepositoryStatus old = written == null ? EMPTY : written;
    return switch (decision) {
      case RepositoryDecision.ReportIncomplete(ConditionReason reason, String message, _) ->
          withReady(
              old, ConditionFact.unmet(ConditionType.READY, reason, message), generation, now);
      case RepositoryDecision.StartProbe _, RepositoryDecision.AwaitProbe _ ->
          ConditionSet.of(old.conditions()).find(ConditionType.READY).isPresent()
              ? old
              : withReady(old, probing(), generation, now);
      case RepositoryDecision.Report(ProbeOutcome outcome, Instant at, _) ->
          switch (outcome) {
            case ProbeOutcome.Usable usable -> usable(old, usable, at, generation, now);
            case ProbeOutcome.Unusable(Failure failure, _) ->
                unusable(old, explained(failure, seen.rivals()), at, generation, now);
          };
    };
  }

  private static ConditionFact probing() {
    return ConditionFact.unknown(
        ConditionType.READY, ConditionReason.NOT_PROBED_YET, "The first probe is under way.");
  }

  private static BackupRepositoryStatus usable(
      BackupRepositoryStatus old,
      ProbeOutcome.Usable usable,
      Instant at,
      Long generation,
      Instant now) {
    String message =
        "The repository opens; a canary was written, read and deleted. It holds %d snapshots."
            .formatted(usable.snapshots());
    ConditionFact ready =
        ConditionFact.met(ConditionType.READY, ConditionReason.REPOSITORY_USABLE, message);
    return new BackupRepositoryStatus(
        generation,
        ConditionSet.of(old.conditions()).with(ready, generation, now).conditions(),
        usable.repositoryId(),
        usable.location(),
        usable.snapshots(),
        usable.storedBytes(),
        SizeText.of(usable.storedBytes()),
        at.truncatedTo(ChronoUnit.SECONDS),
        DurationText.of(Duration.ofSeconds(usable.clockSkew().toSeconds())),
        usable.keys().stream()
            .map(key -> new RepositoryKey(key.ref(), key.keyId(), key.addedByUs()))
            .toList());
  }

  /** What was known of the archive stays: that it can't be reached now doesn't make it untrue. */
  private static BackupRepositoryStatus unusable(
      BackupRepositoryStatus old, Failure failure, Instant at, Long generation, Instant now) {
    ConditionFact ready = ConditionFact.unmet(ConditionType.READY, failure);
    return new BackupRepositoryStatus(
        generation,
        ConditionSet.of(old.conditions()).with(ready, generation, now).conditions(),
        old.repositoryId(),
        old.location(),
        old.snapshots(),
        old.storedBytes(),
        old.stored(),
        at.truncatedTo(ChronoUnit.SECONDS),
        old.clockSkew(),
        old.keys());
  }

  private static BackupRepositoryStatus withReady(
      BackupRepositoryStatus old, ConditionFact ready, Long generation, Instant now) {
    return new BackupRepositoryStatus(
        generation,
        ConditionSet.of(old.conditions()).with(ready, generation, now).conditions(),
        old.repositoryId(),
        old.location(),
        old.snapshots(),
        old.storedBytes(),
        old.stored(),
        old.lastProbeTime(),
        old.clockSkew(),
        old.keys());
  }

  private static Failure explained(Failure failure, List<String> rivals) {
    if (failure.reason() != FailureReason.REPOSITORY_WRONG_PASSWORD || rivals.isEmpty()) {
      return failure;
    }
    return new Failure(
        failure.reason(),
        "%s The same endpoint, bucket and prefix are named by another BackupRepository (%s): use its password, or another prefix."
            .formatted(failure.message(), String.join(", ", rivals)));
  }
}
