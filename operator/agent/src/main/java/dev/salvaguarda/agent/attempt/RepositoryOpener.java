package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.domain.workorder.WorkOrder;
import dev.salvaguarda.repository.Repository;

/** Opens the repository of a work order. */
public interface RepositoryOpener {
  /**
   * Opens it; never makes one, which is the operator's task.
   *
   * @throws dev.salvaguarda.repository.model.RepositoryException if that is not possible
   */
  Repository open(WorkOrder order);
}
