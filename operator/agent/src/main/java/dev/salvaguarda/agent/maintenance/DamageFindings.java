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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What two looks at a repository found, down to the packs, and to the runs that need them. */
final class DamageFindings {
  private static final int FEW_PACKS = 5;

  private DamageFindings() {}

  static Damage of(PackReading.Report read, StructureReport structure) {
    Stream<Damage.Pack> damaged =
        read.damaged().stream().map(pack -> new Damage.Pack(pack.pack().toString(), pack.what()));
    Stream<Damage.Pack> lost =
        structure.lost().names().stream()
            .map(pack ->
                new Damage.Pack(pack.toString(), "is missing, or has another length than it must"));
    return new Damage(
        Stream.concat(damaged, lost).toList(),
        read.damaged().size() + structure.lost().packs(),
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
