package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.source.FilesSource.HostPath;
import dev.salvaguarda.api.source.FilesSource.Nfs;
import dev.salvaguarda.api.source.FilesSource.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The volume that files are read from or written to. */
public final class FilesVolume {
  private FilesVolume() {}

  /** The volume of whichever place is set. */
  public static Volume of(
      @Nullable PersistentVolumeClaim claim,
      @Nullable Nfs nfs,
      @Nullable HostPath hostPath,
      boolean readOnly) {
    VolumeBuilder volume = new VolumeBuilder().withName("files");
    if (claim != null) {
      return volume.withNewPersistentVolumeClaim(claim.claimName(), readOnly).build();
    }
    if (nfs != null) {
      return volume.withNewNfs(nfs.path(), readOnly, nfs.server()).build();
    }
    String path = Objects.requireNonNull(hostPath, "one place is set").path();
    return volume.withNewHostPath(path, "Directory").build();
  }
}
