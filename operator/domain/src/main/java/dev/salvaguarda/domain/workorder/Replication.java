package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The further repositories that get the same snapshots as the first one.
 *
 * @param replicas in the order in which they are brought up to date
 * @param secondsLeft from the start of the attempt until its deadline. Half of what is left of it
 *     once the source is copied is for the replicas, so that a place that lags far behind neither
 *     ends the run at its deadline nor keeps the next one waiting for long
 */
public record Replication(List<Replica> replicas, long secondsLeft) {
  public Replication {
    replicas = List.copyOf(replicas);
    if (secondsLeft < 0) {
      throw new IllegalArgumentException("secondsLeft must not be negative, but is " + secondsLeft);
    }
  }

  /**
   * When copying to the replicas must be over.
   *
   * @param begun when the attempt began
   * @param now when the source is copied
   */
  public Instant until(Instant begun, Instant now) {
    Duration left = Duration.between(now, begun.plusSeconds(secondsLeft));
    return left.isPositive() ? now.plus(left.dividedBy(2)) : now;
  }

  /**
   * One of them. Exactly one of access and obstacle is set.
   *
   * @param name of the BackupRepository
   * @param access how it is opened
   * @param obstacle why it can't be opened now, so that the result says that it lags
   * @param caughtUp when it last lacked nothing; null if nobody knows
   * @param damagedPacks names of its packs that are known to be damaged: nothing in them counts as
   *     stored
   * @param moreDamaged whether there are others whose names are not known
   */
  public record Replica(
      String name,
      @Nullable RepositoryAccess access,
      @Nullable Failure obstacle,
      @Nullable CaughtUp caughtUp,
      Set<String> damagedPacks,
      boolean moreDamaged) {
    public Replica {
      damagedPacks = Set.copyOf(damagedPacks);
      if ((access == null) == (obstacle == null)) {
        throw new IllegalArgumentException("exactly one must be set: access or obstacle");
      }
    }

    /** One that is ready. */
    public static Replica at(
        RepositoryAccess access,
        @Nullable CaughtUp caughtUp,
        Set<String> damagedPacks,
        boolean moreDamaged) {
      return new Replica(access.name(), access, null, caughtUp, damagedPacks, moreDamaged);
    }

    /** One that is not. */
    public static Replica without(String name, Failure obstacle) {
      return new Replica(name, null, obstacle, null, Set.of(), false);
    }
  }

  /**
   * The newest run after which a replica lacked nothing, so that only what was stored since it
   * began need be looked at.
   *
   * @param run its UID
   * @param since start of its first attempt, by the clock of the operator
   */
  public record CaughtUp(String run, Instant since) {}
}
