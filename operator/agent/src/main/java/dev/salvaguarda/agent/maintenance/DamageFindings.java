package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Damage;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.repository.check.PackReading;
import dev.salvaguarda.repository.check.StructureReport;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.RepositoryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What two looks at a repository found, down to the packs, and to the runs that need them. */
final class DamageFindings {
  private static final int FEW_PACKS = 5;

  private DamageFindings() {}

  /** A pack that went away while it was read counts once, as what was found when it was read. */
  static Damage of(PackReading.Report read, StructureReport structure) {
    Map<FileId, String> packs = new LinkedHashMap<>();
    read.damaged().forEach(pack -> packs.put(pack.pack(), pack.what()));
    structure
        .lost()
        .names()
        .forEach(pack -> packs.putIfAbsent(pack, "is missing, or has another length than it must"));
    return new Damage(
        packs.entrySet().stream()
            .map(pack -> new Damage.Pack(pack.getKey().toString(), pack.getValue()))
            .toList(),
        packs.size() + structure.lost().packs() - structure.lost().names().size(),
        structure.damaged().stream().map(DamageFindings::lacking).toList(),
        structure.damaged().size());
  }

  static List<String> sentences(PackReading.Report read, StructureReport structure) {
    return Stream.concat(
            read.damaged().stream()
                .map(pack -> "Pack %s %s.".formatted(pack.pack().abbreviated(), pack.what())),
            structure.findings().stream())
        .toList();
  }

  /**
   * Of a pass that takes out packs that are damaged: as long as nobody lacks what was in them, they
   * are no more than work to do.
   *
   * @param more whether there are damaged packs that are not known by name
   */
  static List<String> ofUpkeep(PackReading.Report read, StructureReport structure, boolean more) {
    if (!structure.isClean()) {
      return Stream.concat(kept(read).stream(), structure.findings().stream()).toList();
    }
    return more || !read.complete()
        ? List.of(
            "More packs are damaged than there was room to name; nothing is taken out until the readings have named them all.")
        : List.of();
  }

  private static Optional<String> kept(PackReading.Report read) {
    return read.damaged().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Nothing is taken out while snapshots need what can be read nowhere, in the damaged pack%s %s: bring %s back, or remove these snapshots."
                .formatted(
                    read.damaged().size() == 1 ? "" : "s",
                    read.damaged().stream()
                        .limit(FEW_PACKS)
                        .map(pack -> pack.pack().abbreviated())
                        .collect(Collectors.joining(", ")),
                    read.damaged().size() == 1 ? "it" : "them"));
  }

  /** What a failed look says of damage; one that failed for another reason says nothing. */
  static String sentence(RepositoryException e) {
    Failure failure = RepositoryFailures.of(e);
    if (failure.reason() != FailureReason.REPOSITORY_CORRUPT) {
      throw e;
    }
    return failure.message();
  }

  private static Damage.Lacking lacking(StructureReport.Damaged snapshot) {
    List<String> tags = snapshot.tags();
    Optional<String> owner = SnapshotTags.ownerOf(tags);
    return new Damage.Lacking(
        snapshot.snapshot().toString(),
        owner.map(name -> name.substring(0, name.indexOf('/'))).orElse(null),
        owner.map(name -> name.substring(name.indexOf('/') + 1)).orElse(null),
        SnapshotTags.runOf(tags),
        SnapshotTags.runUidOf(tags),
        SnapshotTags.targetOf(tags),
        snapshot.packs().stream().limit(FEW_PACKS).map(FileId::abbreviated).toList());
  }
}
