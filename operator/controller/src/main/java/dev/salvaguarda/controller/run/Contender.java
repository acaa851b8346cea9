package dev.salvaguarda.controller.run;

import dev.salvaguarda.domain.run.RunPhase;
import java.time.Instant;
import java.util.Comparator;

/**
 * A run that has not ended, as others of its namespace see it.
 *
 * @param name of the run
 * @param uid of the run
 * @param policy that it executes
 * @param group in which it must not overlap with others; empty if its policy is unknown
 * @param phase that it reported last
 * @param inLine whether it could start but for others
 * @param since when it was due or, if nothing was due, created
 */
record Contender(
    String name,
    String uid,
    String policy,
    String group,
    RunPhase phase,
    boolean inLine,
    Instant since) {

  /** First due or created first, then by name. */
  static final Comparator<Contender> ORDER =
      Comparator.comparing(Contender::since).thenComparing(Contender::name);

  boolean excludes(Contender other) {
    return !uid.equals(other.uid)
        && (policy.equals(other.policy) || (!group.isEmpty() && group.equals(other.group)));
  }
}
