package dev.salvaguarda.controller.restore;

import dev.salvaguarda.controller.archive.SnapshotFacts;
import dev.salvaguarda.domain.restore.CopyChoice.Copy;
import dev.salvaguarda.domain.restore.CopyChoice.Standing;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.StoredCopy;
import dev.salvaguarda.domain.retention.Quality;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import java.util.Map;
import java.util.Set;

/**
 * What snapshots that were found mean as copies.
 *
 * @param told what runs that are still there say of theirs, by the ids in their first repository
 * @param damaged ids of those that are known to be damaged
 */
record StoredFinds(Map<String, Copy> told, Set<String> damaged) {

  static boolean isOfTarget(SnapshotFacts snapshot) {
    return !SnapshotTags.targetOf(snapshot.tags()).isEmpty();
  }

  /** A copy of it in another repository has the same content, and so the same hash. */
  StoredCopy copy(SnapshotFacts snapshot) {
    Copy known = told.get(snapshot.origin());
    return new StoredCopy(
        SnapshotTags.runOf(snapshot.tags()),
        SnapshotTags.runUidOf(snapshot.tags()),
        snapshot.host(),
        snapshot.time(),
        new Part(
            SnapshotTags.targetOf(snapshot.tags()),
            snapshot.id(),
            snapshot.bytes(),
            known == null ? null : known.part().sha256()),
        standing(snapshot));
  }

  private Standing standing(SnapshotFacts snapshot) {
    Copy here = told.get(snapshot.id());
    if (SnapshotTags.qualityOf(snapshot.tags()) != Quality.GOOD
        || (here != null && here.standing() == Standing.SHORT)) {
      return Standing.SHORT;
    }
    return damaged.contains(snapshot.id()) || (here != null && here.standing() == Standing.DAMAGED)
        ? Standing.DAMAGED
        : Standing.SOUND;
  }
}
