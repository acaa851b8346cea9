package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import dev.salvaguarda.domain.workorder.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects what becomes of the targets; can be asked at any moment, from any thread. */
final class Tally {
  static final Failure STOPPED = GuardedWork.stopped("run");

  private final Map<String, TargetResult> results = new LinkedHashMap<>();
  private final Map<String, ReplicaResult> replicas = new LinkedHashMap<>();
  private List<String> expected = List.of();
  private @Nullable Instant capturedAt;
  private @Nullable Failure end;
  private LongSupplier stored = () -> 0;

  synchronized void expect(List<String> targets) {
    expected = List.copyOf(targets);
  }

  /** What becomes of further repositories will be told, too. */
  synchronized void expectReplicas(List<String> names) {
    names.forEach(name ->
        replicas.put(
            name,
            ReplicaResult.unseen(
                name,
                new Failure(
                    FailureReason.COPIES_BEHIND,
                    "Repository %s got nothing, because the attempt ended before."
                        .formatted(name)))));
  }

  synchronized void add(ReplicaResult replica) {
    replicas.put(replica.repository(), replica);
  }

  /** Where new bytes in the repository are counted. */
  synchronized void count(LongSupplier bytesStored) {
    stored = bytesStored;
  }

  synchronized void captureBegins(Instant at) {
    capturedAt = at;
  }

  synchronized void add(TargetResult result) {
    results.put(result.name(), result);
  }

  synchronized void failed(String target, Failure failure) {
    results.put(target, without(target, failure));
  }

  /** Nothing more will come: what is not finished ends with this failure. */
  synchronized void endAll(Failure failure) {
    end = failure;
  }

  /**
   * The result; targets that are not finished count as cancelled unless something else is known.
   */
  synchronized CopyResult result(long peakMemoryBytes) {
    List<TargetResult> targets = new ArrayList<>();
    for (String name : expected) {
      TargetResult result = results.get(name);
      targets.add(result == null ? without(name, reasonOfEnd()) : result);
    }
    return new CopyResult(
        Result.VERSION,
        outcome(targets),
        summary(targets),
        capturedAt,
        targets.stream().mapToLong(TargetResult::bytesRead).sum(),
        stored.getAsLong(),
        peakMemoryBytes,
        targets,
        0,
        List.copyOf(replicas.values()));
  }

  private Failure reasonOfEnd() {
    return end == null ? STOPPED : end;
  }

  private static TargetResult without(String target, Failure failure) {
    Outcome outcome =
        failure.reason() == FailureReason.CANCELLED ? Outcome.CANCELLED : Outcome.FAILED;
    return new TargetResult(target, outcome, null, null, 0, 0, null, failure);
  }

  private Outcome outcome(List<TargetResult> targets) {
    if (has(targets, Outcome.CANCELLED) || isCancelled()) {
      return Outcome.CANCELLED;
    }
    if (end == null && targets.stream().allMatch(t -> t.outcome() == Outcome.SUCCEEDED)) {
      return lagging().isEmpty() ? Outcome.SUCCEEDED : Outcome.DEGRADED;
    }
    return targets.stream().anyMatch(t -> t.snapshotId() != null)
        ? Outcome.DEGRADED
        : Outcome.FAILED;
  }

  private Optional<ReplicaResult> lagging() {
    return replicas.values().stream()
        .filter(replica -> replica.outcome() != Outcome.SUCCEEDED)
        .findFirst();
  }

  private boolean isCancelled() {
    return end != null && end.reason() == FailureReason.CANCELLED;
  }

  private static boolean has(List<TargetResult> targets, Outcome outcome) {
    return targets.stream().anyMatch(target -> target.outcome() == outcome);
  }

  /** What ended the attempt, else the first target that fell short, with how many more did. */
  private @Nullable Failure summary(List<TargetResult> targets) {
    if (end != null) {
      return end;
    }
    List<TargetResult> worstFirst =
        targets.stream()
            .filter(target -> target.failure() != null)
            .sorted((a, b) -> Boolean.compare(a.snapshotId() != null, b.snapshotId() != null))
            .toList();
    if (worstFirst.isEmpty()) {
      return lagging().map(ReplicaResult::failure).orElse(null);
    }
    TargetResult first = worstFirst.getFirst();
    Failure failure = reasonOf(first);
    String more =
        worstFirst.size() == 1
            ? ""
            : "; %d more of %d targets fell short".formatted(worstFirst.size() - 1, targets.size());
    return new Failure(failure.reason(), named(first.name(), failure.message()) + more);
  }

  private static String named(String target, String message) {
    return message.startsWith(target + " ") ? message : target + ": " + message;
  }

  private static Failure reasonOf(TargetResult target) {
    Failure failure = target.failure();
    return failure == null ? new Failure(FailureReason.INTERNAL, "no reason is known") : failure;
  }
}
