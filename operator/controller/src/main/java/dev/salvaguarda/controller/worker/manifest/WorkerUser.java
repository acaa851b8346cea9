package dev.salvaguarda.controller.worker.manifest;

import dev.salvaguarda.api.worker.RunSecurityContext;
import dev.salvaguarda.api.worker.RunTemplate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who a worker's program runs as.
 *
 * @param uid numeric user
 * @param gid numeric group
 * @param fsGroup group to which mounted volumes are given; null leaves them as they are
 * @param supplementalGroups further groups
 * @param capabilities what it may do beyond nothing
 */
public record WorkerUser(
    long uid,
    long gid,
    @Nullable Long fsGroup,
    List<Long> supplementalGroups,
    List<String> capabilities) {
  private static final long USER = 65532;

  /** What gives files away, writes where they lie, and keeps their mode. */
  private static final List<String> OF_OWNERS =
      List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID");

  public WorkerUser {
    supplementalGroups = List.copyOf(supplementalGroups);
    capabilities = List.copyOf(capabilities);
  }

  /** As the template says; without one, a user that nobody else is and that may do nothing. */
  public static WorkerUser of(@Nullable RunTemplate template) {
    RunSecurityContext wanted = template == null ? null : template.securityContext();
    if (wanted == null) {
      return new WorkerUser(USER, USER, null, List.of(), List.of());
    }
    return new WorkerUser(
        Objects.requireNonNullElse(wanted.runAsUser(), USER),
        Objects.requireNonNullElse(wanted.runAsGroup(), USER),
        wanted.fsGroup(),
        wanted.supplementalGroups(),
        wanted.capabilities() == null
            ? List.of()
            : wanted.capabilities().add().stream().map(Enum::name).toList());
  }

  /** As user 0, who may give files to anybody. */
  public WorkerUser givingFilesAway() {
    return new WorkerUser(0, gid, fsGroup, supplementalGroups, OF_OWNERS);
  }

  /** With mounted volumes given to its own group, unless another one is wanted. */
  public WorkerUser owningVolumes() {
    return fsGroup == null ? new WorkerUser(uid, gid, gid, supplementalGroups, capabilities) : this;
  }
}
