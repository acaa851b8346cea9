package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.RunRepositoryStatus;
import dev.salvaguarda.api.run.RunRepositoryStatus.State;
import dev.salvaguarda.controller.attempt.Explanation;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.run.Ledger;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each of several repositories has of a run, in its status, and back. */
final class RepositoryReport {
  private static final int MAX_MESSAGE = 512;

  private RepositoryReport() {}

  /**
   * The list of the status; empty where there are no further repositories, or nothing is known of
   * them yet.
   *
   * @param first name of the repository that was written from the source; null if it is not known
   */
  static List<RunRepositoryStatus> listed(@Nullable String first, Ledger ledger) {
    if (ledger.replicas().isEmpty() || first == null) {
      return List.of();
    }
    return Stream.concat(
            Stream.of(first(first, ledger)), ledger.replicas().stream().map(RepositoryReport::of))
        .toList();
  }

  /** What a status says of the further repositories. */
  static List<ReplicaResult> replicas(List<RunRepositoryStatus> listed) {
    return listed.stream().skip(1).map(RepositoryReport::of).toList();
  }

  private static RunRepositoryStatus first(String name, Ledger ledger) {
    Failure failure = ledger.isComplete() ? null : ledger.firstFailure().orElse(null);
    return new RunRepositoryStatus(
        name,
        ledger.isComplete() ? State.COMPLETE : State.INCOMPLETE,
        null,
        null,
        ledger.bytesStored(),
        failure == null ? null : failure.reason().wireName(),
        failure == null ? null : cut(failure));
  }

  private static RunRepositoryStatus of(ReplicaResult replica) {
    Failure failure = replica.failure();
    return new RunRepositoryStatus(
        replica.repository(),
        replica.outcome() == Outcome.SUCCEEDED ? State.COMPLETE : State.INCOMPLETE,
        replica.copied(),
        replica.lacking(),
        replica.bytesStored(),
        failure == null ? null : failure.reason().wireName(),
        failure == null ? null : cut(failure));
  }

  private static ReplicaResult of(RunRepositoryStatus status) {
    return new ReplicaResult(
        status.name(),
        status.state() == State.COMPLETE ? Outcome.SUCCEEDED : Outcome.DEGRADED,
        Objects.requireNonNullElse(status.copied(), 0),
        status.lacking(),
        Objects.requireNonNullElse(status.bytesStored(), 0L),
        new Explanation(status.reason(), status.message()).failure());
  }

  private static String cut(Failure failure) {
    return Sentence.oneLine(failure.message(), MAX_MESSAGE);
  }
}
