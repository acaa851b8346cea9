package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.workorder.Task;
import dev.salvaguarda.repository.Repository;

/** Opens the repository of a task. */
public interface RepositoryOpener {
  /**
   * Opens it; never makes one, which is the operator's task.
   *
   * @throws dev.salvaguarda.repository.model.RepositoryException if that is not possible
   */
  Repository open(Task task);
}
