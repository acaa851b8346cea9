package dev.salvaguarda.controller.repository;

import static dev.salvaguarda.controller.repository.Probes.KEY;
import static dev.salvaguarda.controller.repository.Probes.NOW;
import static dev.salvaguarda.controller.repository.Probes.request;
import static dev.salvaguarda.controller.repository.Probes.unusable;
import static dev.salvaguarda.controller.repository.Probes.usable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.FailureReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepositoryReportTest {
  private static final Duration LATER = Duration.ofMinutes(1);

  private ProbeRequest request = request();
  private SizeState size =
      new SizeState(
          Optional.of(new SizeState.Ended(OptionalLong.of(3L << 30), NOW, Duration.ZERO)), false);

  @Test
  void aNewObjectIsUnknownUntilItsFirstProbeEnded() {
    BackupRepositoryStatus status =
        next(null, List.of(), new RepositoryDecision.StartProbe(request(), "v1", LATER));

    assertThat(ready(status).getStatus()).isEqualTo("Unknown");
    assertThat(ready(status).getReason()).isEqualTo("NotProbedYet");
  }

  @Test
  void aUsableRepositoryShowsWhatItHolds() {
    BackupRepositoryStatus status = next(null, List.of(), report(usable()));

    assertThat(ready(status).getStatus()).isEqualTo("True");
    assertThat(status.snapshots()).isEqualTo(7);
    assertThat(status.stored()).isEqualTo("3.0 GiB");
    assertThat(status.clockSkew()).isEqualTo("2s");
    assertThat(status.lastProbeTime()).isEqualTo(NOW);
    assertThat(status.observedGeneration()).isEqualTo(4);
    assertThat(status.keys()).hasSize(1);
  }

  @Test
  void aRepositoryThatCannotBeReachedKeepsWhatWasKnownOfItAndItsKeys() {
    BackupRepositoryStatus good = next(null, List.of(), report(usable()));

    BackupRepositoryStatus status =
        next(good, List.of(), report(unusable(FailureReason.REPOSITORY_UNREACHABLE)));

    assertThat(ready(status).getReason()).isEqualTo("RepositoryUnreachable");
    assertThat(status.snapshots()).isEqualTo(7);
    assertThat(status.keys()).isEqualTo(good.keys());
  }

  @Test
  void readinessDoesNotWaitForTheSizeAndWhatWasCountedStays() {
    SizeState counted = size;
    size = SizeState.NEVER_COUNTED;

    BackupRepositoryStatus first = next(null, List.of(), report(usable()));
    assertThat(ready(first).getStatus()).isEqualTo("True");
    assertThat(first.stored()).isNull();

    size = counted;
    BackupRepositoryStatus second = next(first, List.of(), report(usable()));
    size = new SizeState(Optional.of(new SizeState.Ended(OptionalLong.empty(), NOW, LATER)), true);
    assertThat(next(second, List.of(), report(usable())).storedBytes()).isEqualTo(3L << 30);
  }

  @Test
  void theSameOutcomeTwiceGivesAnEqualStatus() {
    BackupRepositoryStatus once = next(null, List.of(), report(usable()));

    assertThat(next(once, List.of(), report(usable()))).isEqualTo(once);
    assertThat(next(once, List.of(), new RepositoryDecision.AwaitProbe(LATER))).isEqualTo(once);
  }

  @Test
  void aWrongPasswordNamesTheOtherObjectForTheSamePlace() {
    BackupRepositoryStatus status =
        next(
            null,
            List.of("\"payroll\""),
            report(unusable(FailureReason.REPOSITORY_WRONG_PASSWORD)));

    assertThat(ready(status).getMessage()).contains("\"payroll\"", "another prefix");
  }

  @Test
  void aRepositoryThatIsNotThereIsToldWithThePlaceThatItWasLastFoundAt() {
    BackupRepositoryStatus good = next(null, List.of(), report(usable()));

    BackupRepositoryStatus status =
        next(good, List.of(), report(unusable(FailureReason.REPOSITORY_MISSING)));

    assertThat(ready(status).getReason()).isEqualTo("RepositoryMissing");
    assertThat(ready(status).getMessage())
        .endsWith("It was last found at %s.".formatted(good.location()));
    assertThat(status.repositoryId()).isEqualTo(good.repositoryId());
    assertThat(status.location()).isEqualTo(good.location());
  }

  @Test
  void aMissingSecretIsNamedAndTheKeysAreKept() {
    BackupRepositoryStatus good = next(null, List.of(), report(usable()));

    BackupRepositoryStatus status =
        next(
            good,
            List.of(),
            new RepositoryDecision.ReportIncomplete(
                ConditionReason.SECRET_NOT_FOUND, "There is no Secret \"s3\".", LATER));

    assertThat(ready(status).getReason()).isEqualTo("SecretNotFound");
    assertThat(ready(status).getMessage()).contains("\"s3\"");
    assertThat(status.keys()).isEqualTo(good.keys());
  }

  @Test
  void aPasswordThatLeftTheSpecAndStillOpensIsToldWithWhatToDo() {
    KnownKey theirs = new KnownKey("old/password", "0b".repeat(32), false);
    KnownKey shared = new KnownKey("older/password", "0c".repeat(32), true);
    KnownKey going = new KnownKey("oldest/password", "0d".repeat(32), true);
    request = request(List.of(KEY, theirs, shared, going), Set.of(shared.keyId()));

    BackupRepositoryStatus status =
        next(null, List.of(), report(usable(List.of(KEY, theirs, shared, going))));

    assertThat(ready(status).getStatus()).isEqualTo("True");
    assertThat(ready(status).getMessage())
        .contains("old/password still opens", "restic key remove 0b0b0b0b")
        .contains("older/password still opens", "another BackupRepository")
        .doesNotContain("remove 0c0c", "oldest/password", "repo/password");
  }

  private static RepositoryDecision report(ProbeOutcome outcome) {
    return new RepositoryDecision.Report(outcome, NOW, Optional.empty(), LATER);
  }

  private BackupRepositoryStatus next(
      @Nullable BackupRepositoryStatus old, List<String> rivals, RepositoryDecision decision) {
    RepositorySeen seen =
        new RepositorySeen(
            new RepositorySeen.Inputs.Complete(request, "v1"),
            Duration.ofMinutes(15),
            Optional.empty(),
            Optional.empty(),
            size,
            Optional.empty(),
            rivals);
    Instant now = NOW.plusSeconds(1);
    return RepositoryReport.next(old, seen, decision, 4L, now);
  }

  private static Condition ready(BackupRepositoryStatus status) {
    return status.conditions().getFirst();
  }
}
