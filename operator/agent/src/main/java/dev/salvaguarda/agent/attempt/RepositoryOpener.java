package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.Task;
import dev.salvaguarda.repository.Repository;

/** Opens the repositories of a task. */
@FunctionalInterface
public interface RepositoryOpener {
  /**
   * Opens one; never makes one, which is the operator's task.
   *
   * @param bandwidthBytesPerSecond upload limit over all connections; 0 means none
   * @throws dev.salvaguarda.repository.model.RepositoryException if that is not possible
   */
  Repository open(RepositoryAccess access, long bandwidthBytesPerSecond);

  /** The one that the task is about. */
  default Repository open(Task task) {
    return open(task.repository(), task.bandwidthBytesPerSecond());
  }

  /**
   * Says soon whether one can't be reached, where {@link #open} would go on trying for minutes.
   *
   * @throws dev.salvaguarda.repository.model.RepositoryException if it can't
   */
  default void requireReachable(RepositoryAccess access) {}
}
