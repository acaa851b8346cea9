package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.tree.Node;
import java.util.Optional;

/** An entry whose node may still be in the making. */
interface Pending {

  /**
   * The node, once it is made; empty if the entry could not be copied, which was noted.
   *
   * @throws dev.salvaguarda.repository.model.RepositoryException if the repository can't take it
   */
  Optional<Node> resolve() throws InterruptedException;
}
