package dev.salvaguarda.repository.write;

import java.nio.file.Path;

/**
 * What a session may use of the machine.
 *
 * @param scratch directory in which packs grow until they are stored; they are encrypted there. It
 *     needs room for {@code parallelUploads + waitingPacks + 4} packs of up to twice the target
 * @param packTargetBytes mean size of packs, 1 to 85 MiB; each pack's own target is drawn from half
 *     to one and a half times of this, and is kept from 16 to 128 MiB where the mean allows it
 * @param parallelUploads packs on their way at a time, 1 to 32
 * @param waitingPacks full packs that may wait in the scratch directory for their upload, beside
 *     those on their way, 0 to 1,000: what is read goes on meanwhile
 * @param workers threads that hash, compress and encrypt, 1 to 64
 * @param bufferBytes memory for content that was read and waits for workers
 * @param adoptOrphans whether packs that no index names are looked at and used: two small requests
 *     for each. Of use when an earlier session may have been killed; costs nothing where none is
 */
public record SessionOptions(
    Path scratch,
    int packTargetBytes,
    int parallelUploads,
    int waitingPacks,
    int workers,
    long bufferBytes,
    boolean adoptOrphans) {
  private static final int MIB = 1 << 20;
  private static final int SECONDS_A_PACK = 8;

  public SessionOptions {
    require(packTargetBytes >= MIB && packTargetBytes <= 85 * MIB, "packTargetBytes");
    require(parallelUploads >= 1 && parallelUploads <= 32, "parallelUploads");
    require(waitingPacks >= 0 && waitingPacks <= 1_000, "waitingPacks");
    require(workers >= 1 && workers <= 64, "workers");
    require(bufferBytes >= MIB, "bufferBytes");
  }

  /** Packs of 64 MiB, four uploads, 24 MiB of buffers, orphans: for a pod of 256 to 512 MiB. */
  public static SessionOptions standard(Path scratch, int workers) {
    return new SessionOptions(scratch, 64 * MIB, 4, 0, workers, 24L * MIB, true);
  }

  /** The same with another mean size of packs. */
  public SessionOptions withPackTargetBytes(int bytes) {
    return new SessionOptions(
        scratch, bytes, parallelUploads, waitingPacks, workers, bufferBytes, adoptOrphans);
  }

  /** The same, with or without a look at packs that no index names. */
  public SessionOptions withAdoptOrphans(boolean adopt) {
    return new SessionOptions(
        scratch, packTargetBytes, parallelUploads, waitingPacks, workers, bufferBytes, adopt);
  }

  /**
   * For a slow line: packs that take some {@value #SECONDS_A_PACK} seconds each, one upload after
   * the other, so that what was sent is kept soon; and as many waiting packs as the scratch
   * directory was to have room for anyway, so that a database need not wait for the line.
   *
   * @param bytesPerSecond upload limit over all connections; 0 means none and changes nothing
   */
  public SessionOptions underUploadLimit(long bytesPerSecond) {
    long target = bytesPerSecond * SECONDS_A_PACK;
    if (bytesPerSecond == 0 || target >= packTargetBytes) {
      return this;
    }
    int smaller = (int) Math.max(target, MIB);
    long room = (long) packTargetBytes * (parallelUploads + waitingPacks);
    int waiting = Math.clamp(room / smaller - 1, 0, 1_000);
    return new SessionOptions(scratch, smaller, 1, waiting, workers, bufferBytes, adoptOrphans);
  }

  /** For each of several sessions that go on at a time, which share the machine. */
  public SessionOptions sharedBy(int sessions) {
    return new SessionOptions(
        scratch,
        packTargetBytes,
        Math.max(1, parallelUploads / sessions),
        waitingPacks / sessions,
        Math.max(1, workers / sessions),
        Math.max(MIB, bufferBytes / sessions),
        adoptOrphans);
  }

  private static void require(boolean inRange, String what) {
    if (!inRange) {
      throw new IllegalArgumentException(what + " is out of range");
    }
  }
}
