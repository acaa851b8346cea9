package dev.salvaguarda.controller.repository;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.repository.RepositoryKey;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.text.ShortId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of a BackupRepository after a decision; pure. */
final class RepositoryReport {
  private RepositoryReport() {}

  static BackupRepositoryStatus next(
      @Nullable BackupRepositoryStatus written,
      RepositorySeen seen,
      RepositoryDecision decision,
      Long generation,
      Instant now) {
    BackupRepositoryStatus old = written == null ? BackupRepositoryStatus.none() : written;
    return switch (decision) {
      case RepositoryDecision.ReportIncomplete(ConditionReason reason, String message, _) ->
          withReady(
              old, ConditionFact.unmet(ConditionType.READY, reason, message), generation, now);
      case RepositoryDecision.StartProbe _, RepositoryDecision.AwaitProbe _ ->
          ConditionSet.of(old.conditions()).find(ConditionType.READY).isPresent()
              ? old
              : withReady(old, probing(), generation, now);
      case RepositoryDecision.Report(ProbeOutcome outcome, Instant at, _, _) ->
          switch (outcome) {
            case ProbeOutcome.Usable usable ->
                withReady(shown(old, seen, usable), usable(seen, usable), generation, now)
                    .withLastProbeTime(at.truncatedTo(ChronoUnit.SECONDS));
            // What was known of the archive stays: that it can't be reached doesn't make it untrue.
            case ProbeOutcome.Unusable(Failure failure, _) ->
                withReady(
                        old,
                        ConditionFact.unmet(ConditionType.READY, explained(failure, seen, old)),
                        generation,
                        now)
                    .withLastProbeTime(at.truncatedTo(ChronoUnit.SECONDS));
          };
    };
  }

  private static ConditionFact probing() {
    return ConditionFact.unknown(
        ConditionType.READY, ConditionReason.NOT_PROBED_YET, "The first probe is under way.");
  }

  private static ConditionFact usable(RepositorySeen seen, ProbeOutcome.Usable usable) {
    String message =
        "The repository opens; a canary was written, read and deleted. It holds %d snapshot%s."
            .formatted(usable.snapshots(), usable.snapshots() == 1 ? "" : "s");
    return ConditionFact.met(
        ConditionType.READY,
        ConditionReason.REPOSITORY_USABLE,
        Stream.of(Stream.of(message), troubles(seen), unnamed(seen, usable))
            .flatMap(told -> told)
            .collect(Collectors.joining(" ")));
  }

  /** Backups go on without a recovery password, but not in silence. */
  private static Stream<String> troubles(RepositorySeen seen) {
    return seen.inputs() instanceof RepositorySeen.Inputs.Complete complete
        ? complete.request().recovery().stream()
            .flatMap(key -> Stream.ofNullable(key.trouble()))
            .map("No key could be looked for with a recovery password: %s"::formatted)
        : Stream.empty();
  }

  /** A password that left the spec and still opens the repository. */
  private static Stream<String> unnamed(RepositorySeen seen, ProbeOutcome.Usable usable) {
    return seen.inputs() instanceof RepositorySeen.Inputs.Complete(ProbeRequest request, _)
        ? usable.keys().stream()
            .filter(key -> !request.names(key.ref()))
            .flatMap(key -> stays(key, request.usedByOthers().contains(key.keyId())))
        : Stream.empty();
  }

  /** One that may go does so in the next probe, which needs no words. */
  private static Stream<String> stays(KnownKey key, boolean used) {
    String which =
        "The password in %s still opens the repository (key %s)"
            .formatted(key.ref(), ShortId.of(key.keyId()));
    if (used) {
      return Stream.of(
          which + ": another BackupRepository for the same endpoint, bucket and prefix uses it.");
    }
    return key.addedByUs()
        ? Stream.empty()
        : Stream.of(
            which
                + ": the operator did not write that key. To take it out: restic key remove "
                + ShortId.of(key.keyId())
                + ".");
  }

  private static BackupRepositoryStatus shown(
      BackupRepositoryStatus old, RepositorySeen seen, ProbeOutcome.Usable usable) {
    BackupRepositoryStatus found =
        old.withProbed(
            usable.repositoryId(),
            usable.location(),
            usable.snapshots(),
            DurationText.of(Duration.ofSeconds(usable.clockSkew().toSeconds())),
            usable.keys().stream()
                .map(key -> new RepositoryKey(key.ref(), key.keyId(), key.addedByUs()))
                .toList());
    OptionalLong bytes =
        seen.size().ended().map(SizeState.Ended::bytes).orElse(OptionalLong.empty());
    return bytes.isEmpty()
        ? found
        : found.withStored(bytes.getAsLong(), SizeText.of(bytes.getAsLong()));
  }

  private static BackupRepositoryStatus withReady(
      BackupRepositoryStatus old, ConditionFact ready, Long generation, Instant now) {
    return old.withConditionsAbout(
        generation, ConditionSet.of(old.conditions()).with(ready, generation, now).conditions());
  }

  private static Failure explained(
      Failure failure, RepositorySeen seen, BackupRepositoryStatus old) {
    if (failure.reason() == FailureReason.REPOSITORY_MISSING && old.location() != null) {
      return with(failure, "It was last found at %s.".formatted(old.location()));
    }
    return failure.reason() != FailureReason.REPOSITORY_WRONG_PASSWORD || seen.rivals().isEmpty()
        ? failure
        : with(
            failure,
            "The same endpoint, bucket and prefix are named by another BackupRepository (%s): use its password, or another prefix."
                .formatted(String.join(", ", seen.rivals())));
  }

  private static Failure with(Failure failure, String more) {
    return new Failure(failure.reason(), failure.message() + " " + more);
  }
}
