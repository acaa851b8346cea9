package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.MaintenanceResult.Lock;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.lock.LockInfo;
import java.util.List;
import java.util.stream.Collectors;

/** Tells whose locks keep maintenance away. */
final class LocksInTheWay extends RuntimeException {
  private static final int MOST_TOLD = 5;

  private final List<Lock> locks;

  private LocksInTheWay(List<Lock> locks, Throwable cause) {
    super("others hold locks", cause);
    this.locks = List.copyOf(locks);
  }

  /** The locks that a repository has now. */
  static LocksInTheWay of(Repository repository, Throwable cause) {
    return new LocksInTheWay(
        repository.locks().list().stream().map(LocksInTheWay::lock).toList(), cause);
  }

  List<Lock> locks() {
    return locks;
  }

  Failure failure() {
    String holders =
        locks.stream().limit(MOST_TOLD).map(LocksInTheWay::words).collect(Collectors.joining("; "));
    return new Failure(
        FailureReason.REPOSITORY_LOCKED,
        locks.isEmpty()
            ? "Others held a lock on the repository until a moment ago."
            : "Others hold %d lock%s on the repository: %s."
                .formatted(locks.size(), locks.size() == 1 ? "" : "s", holders));
  }

  private static String words(Lock lock) {
    return lock.hostname().isEmpty()
        ? "one whose file can't be read, stored %s".formatted(lock.renewedAt())
        : "%s of %s@%s, renewed %s"
            .formatted(
                lock.exclusive() ? "an exclusive one" : "one",
                lock.username(),
                lock.hostname(),
                lock.renewedAt());
  }

  private static Lock lock(LockInfo lock) {
    return new Lock(lock.hostname(), lock.username(), lock.exclusive(), lock.time());
  }
}
