package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.source.FilesSource;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.controller.worker.manifest.WorkerPaths;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A file tree on a volume, an export or a node.
 *
 * @param text for people
 * @param host what the source is called; the policy's own name for a directory of a node
 * @param storedAs the path under which the tree stands in snapshots
 */
record FilesWorkload(String text, String host, String storedAs, Volume volume) {
  static SourceWorkload of(FilesSource source, String policy) {
    FilesWorkload place = at(source, policy);
    FilesOrder order =
        new FilesOrder(
            WorkerPaths.FILES,
            place.storedAs,
            source.include(),
            source.exclude(),
            source.oneFileSystem(),
            source.copySystemFiles(),
            source.tolerateGrowth(),
            source.allowEmpty());
    return new SourceWorkload(
        place.text,
        Set.of(place.host),
        List.of(Mount.readOnly(place.volume, WorkerPaths.FILES)),
        new SourceOrder(place.host, null, null, order));
  }

  private static FilesWorkload at(FilesSource source, String policy) {
    Volume volume =
        FilesVolume.of(source.persistentVolumeClaim(), source.nfs(), source.hostPath(), true);
    if (source.persistentVolumeClaim() != null) {
      String claim = source.persistentVolumeClaim().claimName();
      return new FilesWorkload("files pvc " + claim, claim, "/" + claim, volume);
    }
    if (source.nfs() != null) {
      FilesSource.Nfs nfs = source.nfs();
      return new FilesWorkload(
          "files nfs " + nfs.server() + ":" + nfs.path(), nfs.server(), nfs.path(), volume);
    }
    String path = Objects.requireNonNull(source.hostPath()).path();
    return new FilesWorkload("files hostPath " + path, policy, path, volume);
  }
}
