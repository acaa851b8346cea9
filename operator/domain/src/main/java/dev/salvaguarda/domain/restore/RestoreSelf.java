package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a restore says about itself.
 *
 * @param name of the object
 * @param askedAt when the object was created
 * @param deadline how long after that it must have ended
 * @param test whether it only proves, so that what falls short is a failure
 * @param into what kind of place the data goes to
 * @param cancelRequested whether somebody asked it to stop
 * @param refused why no attempt of it may be started; null if one may
 */
public record RestoreSelf(
    String name,
    Instant askedAt,
    Duration deadline,
    boolean test,
    Into into,
    boolean cancelRequested,
    @Nullable Failure refused) {
  /** A restore of which nothing is refused. */
  public RestoreSelf(
      String name,
      Instant askedAt,
      Duration deadline,
      boolean test,
      Into into,
      boolean cancelRequested) {
    this(name, askedAt, deadline, test, into, cancelRequested, null);
  }

  /** When it must have ended. */
  public Instant end() {
    return askedAt.plus(deadline);
  }

  /** Kinds of place. */
  public enum Into {
    /** Space that is thrown away; a dump is loaded into a server of the worker's own. */
    SCRATCH,
    /** A database server. */
    SERVER,
    /** A directory. */
    FILES,
    /** A host on which guests are made, started and taken away. */
    SANDBOX,
    /** A host on which guests are made that stay. */
    HOST;

    /** Whether nothing stays of what was restored, so that nobody can ask it later. */
    boolean isThrownAway() {
      return this == SCRATCH || this == SANDBOX;
    }
  }
}
