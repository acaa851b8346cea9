package dev.salvaguarda.controller.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import dev.salvaguarda.domain.workorder.Result;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What workers say of copies that go to {@link ArchiveInMemory}. */
final class WorkerResults {
  static final Instant CAPTURED = Instant.parse("2026-03-01T22:00:05Z");

  private WorkerResults() {}

  static TargetResult stored(String name) {
    return new TargetResult(
        name,
        Outcome.SUCCEEDED,
        Consistency.APPLICATION,
        ArchiveInMemory.idOf(name),
        100,
        40,
        "0".repeat(64),
        null);
  }

  static TargetResult failed(String name, Failure why) {
    return new TargetResult(name, Outcome.FAILED, null, null, 0, 0, null, why);
  }

  static CopyResult result(Outcome outcome, @Nullable Failure failure, TargetResult... targets) {
    return result(outcome, failure, List.of(targets), List.of());
  }

  /** All targets are stored in the first repository, whatever the other one has. */
  static CopyResult result(ReplicaResult replica, TargetResult... targets) {
    return result(replica.outcome(), replica.failure(), List.of(targets), List.of(replica));
  }

  private static CopyResult result(
      Outcome outcome,
      @Nullable Failure failure,
      List<TargetResult> targets,
      List<ReplicaResult> replicas) {
    return new CopyResult(
        Result.VERSION,
        outcome,
        failure,
        CAPTURED,
        100L * targets.size(),
        40L * targets.size(),
        150L << 20,
        targets,
        0,
        replicas);
  }
}
