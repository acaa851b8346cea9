package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Node;
import java.util.List;

/** Receives the entries of a tree. */
@FunctionalInterface
public interface TreeVisitor {
  /**
   * Called for every entry, a directory before what is in it.
   *
   * @param parents names of the directories above, outermost first; valid only during the call
   */
  void visit(List<ByteString> parents, Node node);
}
