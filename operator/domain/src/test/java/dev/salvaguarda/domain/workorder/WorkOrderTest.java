package dev.salvaguarda.domain.workorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkOrderTest {
  private static final WorkIdentity WORK = new WorkIdentity("BackupRun", "ns", "daily", "uid", 2);
  private static final RepositoryAccess REPOSITORY =
      new RepositoryAccess(
          "offsite", "https://s3.example.org", "", "b", "", true, null, "a", "s", null, "p");
  private static final RestoreInto SCRATCH = RestoreInto.of(new RestoreInto.Scratch("/scratch", 0));

  @Test
  void anOrderHasExactlyOneTask() {
    CopyTask copy = copy(0);
    RestoreTask restore = restore(0, new Wanted("payroll", "id", null, null));

    assertThat(WorkOrder.of(WORK, copy).task()).isEqualTo(copy);
    assertThat(WorkOrder.of(WORK, restore).task()).isEqualTo(restore);
    refused(() -> new WorkOrder(WorkOrder.VERSION, WORK, copy, restore, null));
    refused(() -> new WorkOrder(WorkOrder.VERSION, WORK, null, null, null));
  }

  @Test
  void attemptsAreCountedFromOne() {
    refused(() -> new WorkIdentity("BackupRun", "ns", "daily", "uid", 0));
  }

  @Test
  void noLimitIsNegative() {
    assertThat(copy(1).bandwidthBytesPerSecond()).isEqualTo(1);
    refused(() -> copy(-1));
    refused(() -> restore(-1, new Wanted("payroll", "id", null, null)));
    refused(() -> new RestoreInto.Scratch("/scratch", -1));
    refused(() -> new Guards(-1, 0));
    refused(() -> new Guards(0, -1));
    refused(() -> new Guards(0, 101));
    assertThat(new Guards(0, 0)).isNotEqualTo(Guards.none());
  }

  @Test
  void aSourceIsOfExactlyOneKind() {
    FilesOrder files = FilesOrder.everything("/source", "/share");

    assertThat(new SourceOrder("nas", null, null, files).kind()).isEqualTo(files);
    refused(() -> new SourceOrder("nas", null, null, null));
  }

  @Test
  void aRestoreNamesEachTargetOnceUnderANameOfItsOwnAndGoesToOnePlace() {
    Wanted payroll = new Wanted("payroll", "id", null, "payroll-copy");

    assertThat(payroll.databaseName()).isEqualTo("payroll-copy");
    assertThat(new Wanted("payroll", "id", null, null).databaseName()).isEqualTo("payroll");
    refused(() -> restore(0));
    refused(() -> restore(0, payroll, new Wanted("payroll", "other", null, null)));
    refused(() -> restore(0, payroll, new Wanted("payroll-copy", "other", null, null)));
    refused(() -> restore(0, payroll, new Wanted("mail", "other", null, "payroll-copy")));
    refused(() -> new RestoreInto(null, null, null, null, null, null));
  }

  @Test
  void noPathLeadsOutOfTheDirectoryThatTakesARestore() {
    assertThat(directory("a/b..c").subPath()).isEqualTo("a/b..c");
    refused(() -> directory("/etc"));
    refused(() -> directory("a/../../etc"));
  }

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void theExitStatusOfAFailureSaysWhetherAnotherAttemptHelps(FailureReason reason) {
    CopyResult failed = result(Outcome.FAILED, new Failure(reason, "why"));

    assertThat(ExitCode.of(failed))
        .isEqualTo(
            switch (reason.retry()) {
              case BACK_OFF -> ExitCode.FAILED;
              case NEVER -> ExitCode.FAILED_FOR_GOOD;
            });
  }

  @Test
  void theExitStatusFollowsTheOutcome() {
    assertThat(ExitCode.of(result(Outcome.SUCCEEDED, null)).status()).isZero();
    assertThat(ExitCode.of(result(Outcome.DEGRADED, null)).status()).isEqualTo(3);
    assertThat(ExitCode.of(result(Outcome.CANCELLED, null)).status()).isEqualTo(130);
  }

  @Test
  void tagsNameTheRunAndItsTarget() {
    List<String> tags = SnapshotTags.of(WORK, "payroll", "mail=1");

    assertThat(tags)
        .containsExactly(
            "policy=ns/payroll", "run=daily", "run-uid=uid", "attempt=2", "target=mail=1");
    assertThat(SnapshotTags.targetOf(tags)).isEqualTo("mail=1");
    assertThat(SnapshotTags.targetOf(List.of("other"))).isEmpty();
  }

  @Test
  void aShortResultKeepsTheWorstTargetsInTheirOrder() {
    CopyResult whole =
        new CopyResult(
            CopyResult.VERSION,
            Outcome.DEGRADED,
            null,
            null,
            0,
            0,
            0,
            List.of(
                target("a", Outcome.SUCCEEDED),
                target("b", Outcome.FAILED),
                target("c", Outcome.SUCCEEDED),
                target("d", Outcome.DEGRADED)),
            1,
            List.of());

    CopyResult part = whole.withParts(2);

    assertThat(part.targets()).extracting(TargetResult::name).containsExactly("b", "d");
    assertThat(part.targetsOmitted()).isEqualTo(3);
  }

  private static TargetResult target(String name, Outcome outcome) {
    return new TargetResult(name, outcome, null, null, 0, 0, null, null);
  }

  private static CopyResult result(Outcome outcome, @Nullable Failure failure) {
    return new CopyResult(
        CopyResult.VERSION, outcome, failure, null, 0, 0, 0, List.of(), 0, List.of());
  }

  private static CopyTask copy(long bandwidth) {
    return new CopyTask(
        "payroll",
        new SourceOrder("nas", null, null, FilesOrder.everything("/source", "/share")),
        List.of(),
        Map.of(),
        List.of(),
        REPOSITORY,
        null,
        false,
        Set.of(),
        false,
        Guards.none(),
        bandwidth);
  }

  private static RestoreTask restore(long bandwidth, Wanted... wanted) {
    return new RestoreTask(REPOSITORY, List.of(wanted), SCRATCH, false, List.of(), bandwidth);
  }

  private static RestoreInto.Directory directory(String subPath) {
    return new RestoreInto.Directory("/target", subPath, List.of(), List.of(), null, null);
  }

  private static void refused(Runnable action) {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(action::run);
  }
}
