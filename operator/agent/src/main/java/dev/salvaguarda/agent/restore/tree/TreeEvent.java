package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;

/** One step of a walk through a stored tree. */
sealed interface TreeEvent {
  /** A directory begins. */
  record Enter(Node node, TreePath path) implements TreeEvent {}

  /** The directory that began last ends. */
  record Leave(Node node, TreePath path) implements TreeEvent {}

  /**
   * A regular file.
   *
   * @param link whether it is a further name of a file that came before, so that no content comes
   */
  record File(Node node, NodeBody.File body, TreePath path, boolean link) implements TreeEvent {
    Metadata metadata() {
      return node.metadata();
    }
  }

  /** Anything else. */
  record Special(Node node, TreePath path) implements TreeEvent {}

  /** Something that can't be restored. */
  record Refused(TreePath path, String why) implements TreeEvent {}
}
