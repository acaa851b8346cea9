package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.files.RawPath;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.repository.tree.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an entry stands in its tree.
 *
 * @param names of the directories and the entry, outermost first; empty for the root
 */
record TreePath(List<ByteString> names) {
  /** Room for a path in a message, so that the cause beside it is never what is cut. */
  private static final int SHOWN = 160;

  static final TreePath ROOT = new TreePath(List.of());

  TreePath {
    names = List.copyOf(names);
  }

  TreePath entry(ByteString name) {
    List<ByteString> below = new ArrayList<>(names);
    below.add(name);
    return new TreePath(below);
  }

  /** Whether it is this place or below it. */
  boolean isIn(TreePath above) {
    int depth = above.names().size();
    return names.size() >= depth && names.subList(0, depth).equals(above.names());
  }

  /** Components as patterns are asked with. */
  List<int[]> characters() {
    return names.stream().map(name -> RawPath.characters(name.toByteArray())).toList();
  }

  /** The path as checks name it, without a slash at its beginning. */
  String relative() {
    return String.join("/", names.stream().map(ByteString::toString).toList());
  }

  /** For a person, without control characters. */
  @Override
  public String toString() {
    String text = "/" + relative();
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? 0xFFFD : c));
    return Sentence.cutInTheMiddle(shown.toString(), SHOWN);
  }
}
