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
 */
public record FilesOrder(
    String root, String storedAs, List<String> include, List<String> exclude, boolean oneFileSystem)
    implements SourceOrder.Kind {
  public FilesOrder {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
