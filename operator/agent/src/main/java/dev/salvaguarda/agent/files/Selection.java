package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.tree.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a tree is wanted.
 *
 * @param root of the tree
 * @param includes what was asked for
 * @param excludes what is left out of it
 * @param oneFileSystem whether file systems are left out that are mounted below what was asked for
 * @param systemFiles whether {@link SystemEntries} are wanted, too
 */
record Selection(
    RawPath root,
    Includes includes,
    PathPatterns excludes,
    boolean oneFileSystem,
    boolean systemFiles) {

  /** Whether a symbolic link leads to something in the tree that was asked for as well. */
  boolean includesTargetOf(RawPath link) {
    try {
      Path top = root.path().toRealPath();
      Path target = link.path().toRealPath();
      return target.startsWith(top) && includes.cover(names(top.relativize(target)));
    } catch (IOException _) {
      return false;
    }
  }

  private static List<ByteString> names(Path relative) {
    List<ByteString> names = new ArrayList<>();
    relative.forEach(name -> names.add(RawPath.nameOf(name)));
    return names;
  }
}
