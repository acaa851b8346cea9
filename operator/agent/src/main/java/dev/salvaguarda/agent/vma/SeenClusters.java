package dev.salvaguarda.agent.vma;

import java.util.BitSet;

/** Which clusters of a drive have come; a bit for each of them. */
final class SeenClusters {
  private final VmaDrive drive;
  private final BitSet seen = new BitSet();

  SeenClusters(VmaDrive drive) {
    this.drive = drive;
  }

  VmaDrive drive() {
    return drive;
  }

  void add(long cluster) throws VmaException {
    if (cluster >= drive.clusters()) {
      throw new VmaException(
          VmaFault.CLUSTER_OUTSIDE,
          "The archive has cluster %d of %s, which has %d."
              .formatted(cluster, drive.name(), drive.clusters()));
    }
    if (seen.get((int) cluster)) {
      throw new VmaException(
          VmaFault.CLUSTER_TWICE,
          "The archive has cluster %d of %s twice.".formatted(cluster, drive.name()));
    }
    seen.set((int) cluster);
  }

  void requireAll() throws VmaException {
    long missing = drive.clusters() - seen.cardinality();
    if (missing > 0) {
      throw new VmaException(
          VmaFault.CLUSTERS_MISSING,
          "The archive ends without %d of the %d clusters of %s, the first of them number %d."
              .formatted(missing, drive.clusters(), drive.name(), seen.nextClearBit(0)));
    }
  }
}
