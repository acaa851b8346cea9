package dev.salvaguarda.domain.workorder;

import java.util.List;

/**
 * A file tree that is mounted into the pod.
 *
 * @param root directory where the volume is mounted
 * @param storedAs absolute path under which the tree stands in snapshots, stable over runs
 * @param include paths below the root, relative to it; empty means everything
 * @param exclude patterns with restic's meaning
 * @param oneFileSystem whether directories of other file systems are left out
 * @param copySystemFiles whether what belongs to the file system itself is copied, too
 * @param tolerateGrowth patterns, as for {@code exclude}, of files that may grow meanwhile
 * @param allowEmpty whether a tree without any content is a good copy
 */
public record FilesOrder(
    String root,
    String storedAs,
    List<String> include,
    List<String> exclude,
    boolean oneFileSystem,
    boolean copySystemFiles,
    List<String> tolerateGrowth,
    boolean allowEmpty)
    implements SourceOrder.Kind {
  public FilesOrder {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    tolerateGrowth = List.copyOf(tolerateGrowth);
  }

  /** The whole tree, as strict as it can be copied. */
  public static FilesOrder everything(String root, String storedAs) {
    return of(root, storedAs, List.of(), List.of());
  }

  /** A part of a tree, as strict as it can be copied. */
  public static FilesOrder of(
      String root, String storedAs, List<String> include, List<String> exclude) {
    return new FilesOrder(root, storedAs, include, exclude, false, false, List.of(), false);
  }
}
