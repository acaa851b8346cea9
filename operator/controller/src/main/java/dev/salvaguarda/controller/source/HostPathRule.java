package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.restore.FilesTarget;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.source.FilesSource;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.Optional;

/**
 * Whether policies and restores may name directories of the nodes. Who may write a policy in one
 * namespace would else read the files of all, where no admission of the cluster forbids it.
 */
public record HostPathRule(boolean allowed) {
  /** What keeps the policy from being carried out; empty if nothing does. */
  public Optional<Failure> obstacle(BackupPolicySpec policy) {
    return policy.source().kind() instanceof FilesSource files && files.hostPath() != null
        ? obstacle("source.files.hostPath")
        : Optional.empty();
  }

  /** What keeps the restore from being carried out; empty if nothing does. */
  public Optional<Failure> obstacle(RestoreSpec restore) {
    return restore.into() instanceof FilesTarget files && files.hostPath() != null
        ? obstacle("target.files.hostPath")
        : Optional.empty();
  }

  private Optional<Failure> obstacle(String field) {
    return allowed
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureReason.HOST_PATH_NOT_ALLOWED,
                field
                    + " is not allowed in this cluster. Use persistentVolumeClaim or nfs; whoever runs"
                    + " the operator allows it with SALVAGUARDA_ALLOW_HOST_PATH=true, in the chart"
                    + " allowHostPath."));
  }
}
