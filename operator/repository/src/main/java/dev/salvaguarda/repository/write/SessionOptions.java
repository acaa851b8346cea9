package dev.salvaguarda.repository.write;

import java.nio.file.Path;

/**
 * What a session may use of the machine.
 *
 * @param scratch directory in which packs grow until they are stored; they are encrypted there. It
 *     needs room for {@code parallelUploads + 4} packs of up to twice the target
 * @param packTargetBytes mean size of packs, 1 to 85 MiB; each pack's own target is drawn from half
 *     to one and a half times of this, and is kept from 16 to 128 MiB where the mean allows it
 * @param parallelUploads packs on their way at a time, 1 to 32
 * @param workers threads that hash, compress and encrypt, 1 to 64
 * @param bufferBytes memory for content that was read and waits for workers
 * @param adoptOrphans whether packs that no index names are looked at and used: two small requests
 *     for each. Of use when an earlier session may have been killed; costs nothing where none is
 */
public record SessionOptions(
    Path scratch,
    int packTargetBytes,
    int parallelUploads,
    int workers,
    long bufferBytes,
    boolean adoptOrphans) {
  private static final int MIB = 1 << 20;

  public SessionOptions {
    require(packTargetBytes >= MIB && packTargetBytes <= 85 * MIB, "packTargetBytes");
    require(parallelUploads >= 1 && parallelUploads <= 32, "parallelUploads");
    require(workers >= 1 && workers <= 64, "workers");
    require(bufferBytes >= MIB, "bufferBytes");
  }

  /** Packs of 64 MiB, four uploads, 24 MiB of buffers, orphans: for a pod of 256 to 512 MiB. */
  public static SessionOptions standard(Path scratch, int workers) {
    return new SessionOptions(scratch, 64 * MIB, 4, workers, 24L * MIB, true);
  }

  /** The same with another mean size of packs. */
  public SessionOptions withPackTargetBytes(int bytes) {
    return new SessionOptions(scratch, bytes, parallelUploads, workers, bufferBytes, adoptOrphans);
  }

  /** The same, with or without a look at packs that no index names. */
  public SessionOptions withAdoptOrphans(boolean adopt) {
    return new SessionOptions(
        scratch, packTargetBytes, parallelUploads, workers, bufferBytes, adopt);
  }

  private static void require(boolean inRange, String what) {
    if (!inRange) {
      throw new IllegalArgumentException(what + " is out of range");
    }
  }
}
