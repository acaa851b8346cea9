package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.restore.RestoreSelf.Into;
import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.Rung;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The copies that a restore brings back. Found once, before its first attempt: what is newest
 * afterwards changes nothing, but the same copies may be taken from another repository.
 *
 * @param policy that made them; null where that is not known
 * @param run that made them; null where several did, or where that is not known
 * @param repository that holds them
 * @param capturedAt when the oldest of them was captured; null where that is not known
 * @param parts one for each target, at least one
 */
public record RestorePlan(
    @Nullable String policy,
    @Nullable String run,
    String repository,
    @Nullable Instant capturedAt,
    List<Part> parts) {
  /** Roles and tablespaces of a server: a script that no database holds. */
  private static final String GLOBALS = "globals";

  /** The same beside a database that is called so. */
  private static final String GLOBALS_BESIDE_DATABASE = "server-globals";

  public RestorePlan {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a plan without any part restores nothing");
    }
  }

  /** How much would be lost by going back to the copies, seen from when the restore was asked. */
  public Optional<Duration> recoveryPoint(Instant askedAt) {
    return Optional.ofNullable(capturedAt).map(captured -> Duration.between(captured, askedAt));
  }

  /** Whether it brings back the very same from another repository. */
  boolean isCopyOf(RestorePlan plan) {
    return !repository.equals(plan.repository)
        && Objects.equals(policy, plan.policy)
        && Objects.equals(run, plan.run)
        && Objects.equals(capturedAt, plan.capturedAt)
        && anonymous().equals(plan.anonymous());
  }

  /** Each repository has an id of its own for a snapshot. */
  private List<Part> anonymous() {
    return parts.stream().map(part -> new Part(part.target, "", part.bytes, part.sha256)).toList();
  }

  /** Whether a part is a database or a file tree, of which something can be asked. */
  public boolean canBeAsked(Part part) {
    return !part.target().equals(GLOBALS_BESIDE_DATABASE)
        && (!part.target().equals(GLOBALS)
            || parts.stream().anyMatch(other -> other.target().equals(GLOBALS_BESIDE_DATABASE)));
  }

  /**
   * Whether a part is known to be the dump of a database: a file tree of ours is named by its path,
   * as is the output of a program, and of what others stored nobody can say.
   */
  public boolean isDump(Part part) {
    return (part.sha256() != null && !CommandOrder.isTarget(part.target()))
        || (policy != null && !part.target().startsWith("/"));
  }

  /** Size of all copies in bytes, as far as it is known. */
  public long bytes() {
    return parts.stream().mapToLong(part -> part.bytes() == null ? 0 : part.bytes()).sum();
  }

  /**
   * The copy of one target.
   *
   * @param target its name
   * @param snapshotId 64 hex digits
   * @param bytes of its content; null where that is not known
   * @param sha256 of a dump as its run recorded it; null for a file tree and where no run is known
   */
  public record Part(
      String target, String snapshotId, @Nullable Long bytes, @Nullable String sha256) {
    /** How far it must be proven for the restore to pass. */
    public Rung wanted(Into into) {
      boolean loaded =
          switch (into) {
            case SERVER -> true;
            case SCRATCH -> sha256 != null && !CommandOrder.isTarget(target);
            // The worker says whether a guest that it could ask whether it started did.
            case SANDBOX, FILES, HOST -> false;
          };
      if ((into == Into.FILES && ProxmoxOrder.isTarget(target)) || into == Into.HOST) {
        return Rung.V1;
      }
      return loaded && !target.equals(GLOBALS) ? Rung.V3 : Rung.V2;
    }
  }
}
