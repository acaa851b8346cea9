package dev.salvaguarda.repository.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.index.UnreadableBlobs;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at the structure finds, and what it costs nobody to find. */
class StructureCheckTest {
  private FailingRepository copies;

  @BeforeEach
  void newRepository(@TempDir Path directory) {
    copies = new FailingRepository(7, directory);
  }

  @Test
  void aWholeRepositoryIsClean() throws IOException {
    copies.backUp("one");
    copies.tree().change();
    copies.backUp("one");

    StructureReport report = look();

    assertThat(report.findings()).isEmpty();
    assertThat(report.snapshots()).isEqualTo(2);
    assertThat(report.damaged()).isEmpty();
    assertThat(report.trees()).isGreaterThan(5);
    assertThat(report.packs()).isEqualTo(copies.packs().size());
  }

  @Test
  void anEmptyRepositoryIsClean() {
    assertThat(look())
        .isEqualTo(new StructureReport(0, 0, LostPacks.NONE, 0, 0, List.of(), List.of(), Map.of()));
  }

  @Test
  void aPackThatIsGoneIsNamedWithTheSnapshotsThatNeedIt() throws IOException {
    Snapshot first = copies.backUp("one");
    String pack = copies.largestPack();
    copies.tree().change();
    copies.backUp("one");
    copies.remove(pack);

    StructureReport report = look();

    assertThat(report.damaged()).hasSize(2);
    assertThat(report.findings())
        .anyMatch(finding -> finding.contains(FailingRepository.nameOf(pack).substring(0, 8)))
        .anyMatch(finding -> finding.contains(first.id().abbreviated()));
  }

  @Test
  void aPackThatIsShorterThanItsIndexSaysIsFound() throws IOException {
    copies.backUp("one");
    String pack = copies.largestPack();
    copies.overwrite(pack, Arrays.copyOf(copies.content(pack), copies.length(pack) - 1));

    assertThat(look().findings())
        .anyMatch(finding -> finding.contains(FailingRepository.nameOf(pack).substring(0, 8)));
  }

  @Test
  void aTreeWithChangedBytesIsFound() throws IOException {
    Snapshot snapshot = copies.backUp("one");
    BlobLocation _ = copies.damageRootOf(snapshot);

    StructureReport report = look();

    assertThat(report.damaged()).hasSize(1);
    assertThat(report.findings()).anyMatch(found -> found.contains(snapshot.id().abbreviated()));
  }

  @Test
  void aSnapshotRecordThatCannotBeReadIsFound() throws IOException {
    Snapshot snapshot = copies.backUp("one");
    copies.damage(FileType.SNAPSHOT.key(snapshot.id()), 30);

    StructureReport report = look();

    assertThat(report.snapshots()).isZero();
    assertThat(report.damaged()).hasSize(1);
    assertThat(report.findings()).hasSize(1);
  }

  @Test
  void bytesAreCountedOnceForAnOwnerAndExclusivelyWhereNobodyElseNeedsThem() throws IOException {
    copies.backUp("one");
    long shared = usage("one").bytesReferenced();
    copies.backUp("two");
    copies.tree().add();
    copies.backUp("two");
    copies.backUp("two");

    StructureReport.Usage other = usage("two");
    assertThat(usage("one")).isEqualTo(new StructureReport.Usage(1, shared, 0));
    assertThat(other.snapshots()).isEqualTo(3);
    assertThat(other.bytesReferenced())
        .isEqualTo(shared + other.bytesExclusive())
        .isGreaterThan(shared);
  }

  private StructureReport.Usage usage(String owner) {
    return Optional.ofNullable(look().usage().get(owner)).orElseThrow();
  }

  private StructureReport look() {
    return new StructureCheck(copies.repository(), UnreadableBlobs.NONE, 0)
        .run(snapshot -> snapshot.tags().getFirst());
  }
}
