package dev.salvaguarda.bench;

import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Fills an index with 16 million blobs and shows what each takes. */
final class IndexMemory {
  private static final int BLOBS = 16_000_000;
  private static final int BLOBS_IN_A_PACK = 500;
  private static final long GOAL_BYTES = 64;

  private IndexMemory() {}

  public static void main(String[] args) {
    SplittableRandom random = new SplittableRandom(1);
    BlobIndex index = new BlobIndex();
    long before = heap();
    long start = System.nanoTime();
    for (int done = 0; done < BLOBS; done += BLOBS_IN_A_PACK) {
      index.add(
          FileId.ofContent(new byte[] {(byte) done, (byte) (done >> 8), (byte) (done >> 16)}, 0, 3),
          pack(random));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double table = index.memoryBytes() / (double) index.size();
    double whole = (heap() - before) / (double) index.size();
    System.out.printf(
        "%,d blobs in %.1f s: %.1f bytes each in the table, %.1f on the heap, packs included;"
            + " goal %d: %s%n",
        index.size(), seconds, table, whole, GOAL_BYTES, whole <= GOAL_BYTES ? "met" : "MISSED");
  }

  private static List<PackedBlob> pack(SplittableRandom random) {
    List<PackedBlob> blobs = new ArrayList<>(BLOBS_IN_A_PACK);
    for (int i = 0; i < BLOBS_IN_A_PACK; i++) {
      BlobId id =
          new BlobId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      blobs.add(new PackedBlob(BlobType.DATA, id, i * 16_000, 16_000, 32_768));
    }
    return blobs;
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
