package dev.salvaguarda.domain.turn;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;

/**
 * Work that has not ended, as others of its namespace see it.
 *
 * @param name of the object
 * @param uid of the object
 * @param groups in each of which it must not overlap with others
 * @param standing how far it is
 * @param since when it was due or, if nothing was due, created
 * @param waitsFor name of the one for which it waits in line; empty if for nobody
 */
public record Contender(
    String name,
    String uid,
    Set<String> groups,
    Standing standing,
    Instant since,
    String waitsFor) {
  /** First due or created first, then by name. */
  public static final Comparator<Contender> ORDER =
      Comparator.comparing(Contender::since).thenComparing(Contender::name);

  /** How far one is on its way to its turn. */
  public enum Standing {
    /** It has a worker, or is between two attempts. */
    ACTIVE,
    /** It could start but for others. */
    IN_LINE,
    /** Nobody has looked yet whether it could start. */
    NEW,
    /** It could not start anyway. */
    UNABLE
  }

  /** One that waits for nobody. */
  public Contender(String name, String uid, Set<String> groups, Standing standing, Instant since) {
    this(name, uid, groups, standing, since, "");
  }

  public Contender {
    groups = Set.copyOf(groups);
  }

  /** Whether the two must not work at the same time. */
  public boolean excludes(Contender other) {
    return !uid.equals(other.uid) && !Collections.disjoint(groups, other.groups);
  }
}
