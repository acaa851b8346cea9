package dev.salvaguarda.controller.worker.manifest;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The space that a worker writes to, thrown away with its pod. Without a limit one pod could fill
 * its node.
 *
 * @param size how much there is
 * @param storageClassName of a volume that is made for the pod; null means the node's own disk
 */
public record ScratchSpace(Quantity size, @Nullable String storageClassName) {
  static final String NAME = "scratch";

  private static final Quantity LIMIT = new Quantity("4Gi");

  /** What the scheduler sets aside where the limit is the usual one: packs on their way. */
  private static final Quantity REQUEST = new Quantity("1Gi");

  /** Packs grow there until they are stored, see the options of a session. */
  public static ScratchSpace usual() {
    return new ScratchSpace(LIMIT, null);
  }

  /** Of this many bytes, but never less than usual. */
  public static ScratchSpace of(long bytes, @Nullable String storageClassName) {
    Quantity size = new Quantity(Long.toString(bytes));
    return new ScratchSpace(
        Quantity.getAmountInBytes(LIMIT).longValue() > bytes ? LIMIT : size, storageClassName);
  }

  /** How much there is. */
  public long bytes() {
    return Quantity.getAmountInBytes(size).longValue();
  }

  /** What the node's disk must have left for the pod to be sent there. */
  Quantity request() {
    return size.equals(LIMIT) || storageClassName != null ? REQUEST : size;
  }

  Volume volume() {
    VolumeBuilder volume = new VolumeBuilder().withName(NAME);
    if (storageClassName == null) {
      return volume.withNewEmptyDir().withSizeLimit(size).endEmptyDir().build();
    }
    return volume
        .withNewEphemeral()
        .withNewVolumeClaimTemplate()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(storageClassName)
        .withNewResources()
        .withRequests(Map.of("storage", size))
        .endResources()
        .endSpec()
        .endVolumeClaimTemplate()
        .endEphemeral()
        .build();
  }
}
