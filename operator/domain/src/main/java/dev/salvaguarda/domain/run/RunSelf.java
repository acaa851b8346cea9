package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run says about itself.
 *
 * @param name of the object
 * @param uid of the object; its snapshots carry it
 * @param policy name of the policy
 * @param createdAt when the object was created
 * @param cancelRequested whether somebody asked it to stop
 * @param missed why the run was recorded instead of started; null for a run that is to be done
 * @param targets names of the targets wanted; empty means all
 * @param refused why no attempt may be started for its policy as it is now; null if one may
 */
public record RunSelf(
    String name,
    String uid,
    String policy,
    Instant createdAt,
    boolean cancelRequested,
    @Nullable String missed,
    List<String> targets,
    @Nullable Failure refused) {
  public RunSelf {
    targets = List.copyOf(targets);
  }

  /** A run that asks for nothing that its policy can't give. */
  public RunSelf(
      String name,
      String uid,
      String policy,
      Instant createdAt,
      boolean cancelRequested,
      @Nullable String missed,
      List<String> targets) {
    this(name, uid, policy, createdAt, cancelRequested, missed, targets, null);
  }
}
