package dev.salvaguarda.controller.archive;

import dev.salvaguarda.domain.condition.ConditionReason;
import java.util.List;

/** Whether what opens a repository could be read. */
public sealed interface ArchiveLoginResult {
  /**
   * All that is needed is there.
   *
   * @param recovery the further passwords; those that can't be read now are marked so
   * @param former passwords whose keys are known and that the spec no longer names, if readable
   * @param version changes whenever the spec or one of the objects that it names does
   */
  record Found(ArchiveLogin login, List<WantedKey> recovery, List<WantedKey> former, String version)
      implements ArchiveLoginResult {
    public Found {
      recovery = List.copyOf(recovery);
      former = List.copyOf(former);
    }
  }

  /** Something that the spec names can't be had. */
  record Missing(ConditionReason reason, String message) implements ArchiveLoginResult {}
}
