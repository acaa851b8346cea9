package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.run.RunLife;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Whose run it is. A run names its policy, but another policy may have had that name before. */
public final class RunOwner {
  private RunOwner() {}

  /**
   * Whether a run is this policy's, and not that of an earlier one of the same name, which may have
   * had another source. The API server alone says when either was made.
   */
  public static boolean isOf(BackupRun run, BackupPolicy policy) {
    var meta = policy.getMetadata();
    if (!run.getSpec().policyRef().name().equals(meta.getName())) {
      return false;
    }
    String owner = uid(run);
    return owner.isEmpty()
        ? !madeAt(run).plus(RunLife.POLICY_MAY_FOLLOW).isBefore(madeAt(policy))
        : owner.equals(meta.getUid());
  }

  /** UID of the policy for which the operator made the run; empty for a person's run. */
  public static String uid(BackupRun run) {
    return Objects.requireNonNullElse(
            run.getMetadata().getOwnerReferences(), List.<OwnerReference>of())
        .stream()
        .filter(owner -> "BackupPolicy".equals(owner.getKind()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse("");
  }

  private static Instant madeAt(HasMetadata object) {
    return Instant.parse(object.getMetadata().getCreationTimestamp());
  }
}
