package dev.salvaguarda.repository.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackReadingTest {
  private final AtomicLong told = new AtomicLong();
  private FailingRepository copies;

  @BeforeEach
  void newRepository(@TempDir Path directory) {
    copies = new FailingRepository(11, directory);
  }

  @Test
  void readsEveryByteOfWhatIsWhole() throws IOException {
    copies.backUp("run=nightly");
    copies.tree().change();
    copies.backUp("run=nightly");

    PackReading.Report report = read();

    assertThat(report.damaged()).isEmpty();
    assertThat(report.packs()).isEqualTo(copies.packs().size());
    assertThat(report.bytes())
        .isEqualTo(copies.packs().stream().mapToLong(copies::length).sum())
        .isEqualTo(told.get());
  }

  @Test
  void readsOnlyThePacksThatWereChosen() throws IOException {
    copies.backUp("run=nightly");
    FileId chosen = FileId.parse(FailingRepository.nameOf(copies.largestPack()));
    copies.damage(copies.largestPack(), 30);

    assertThat(reading().run(pack -> !pack.equals(chosen)).damaged()).isEmpty();
    assertThat(reading().run(chosen::equals).packs()).isEqualTo(1);
  }

  @Test
  void namesThePackAndTheOneBlobInWhichAByteChanged() throws IOException {
    Snapshot snapshot = copies.backUp("run=nightly");
    BlobHandle root = new BlobHandle(BlobType.TREE, snapshot.tree());
    BlobLocation where = copies.damageRootOf(snapshot);

    PackReading.Report report = read();

    assertThat(report.damaged()).hasSize(1);
    assertThat(report.damaged().getFirst().pack()).isEqualTo(where.pack());
    assertThat(report.damaged().getFirst().unreadable()).containsExactly(root);
    assertThat(report.damaged().getFirst().what()).contains("other bytes").contains("1 of the");
  }

  @Test
  void theSnapshotsThatNeedADamagedBlobAreThoseThatLackIt() throws IOException {
    Snapshot first = copies.backUp("run=nightly");
    copies.tree().change();
    Snapshot second = copies.backUp("run=nightly");
    BlobLocation where = copies.damageRootOf(second);

    StructureReport report = look(read());

    assertThat(report.damaged())
        .containsExactly(
            new StructureReport.Damaged(second.id(), second.tags(), List.of(where.pack())));
    assertThat(first.tree()).isNotEqualTo(second.tree());
  }

  @Test
  void aHeaderThatChangedCostsNoContent() throws IOException {
    copies.backUp("run=nightly");
    String pack = copies.largestPack();
    copies.damage(pack, copies.length(pack) - 10);

    PackReading.Report report = read();

    assertThat(report.damaged()).hasSize(1);
    assertThat(report.damaged().getFirst().unreadable()).isEmpty();
    assertThat(report.damaged().getFirst().what()).contains("header");
    assertThat(look(report).damaged()).isEmpty();
  }

  @Test
  void aPackThatIsOtherContentUnderItsNameHasNothingThatCanBeRead() throws IOException {
    copies.backUp("run=nightly");
    String pack = copies.largestPack();
    copies.overwrite(pack, new byte[copies.length(pack)]);

    assertThat(read().damaged().getFirst().unreadable()).isNotEmpty();
    assertThat(look(read()).damaged()).hasSize(1);
  }

  /** A look at the structure that knows what was read. */
  private StructureReport look(PackReading.Report read) {
    return new StructureCheck(copies.repository(), read.unreadable(), 0).run(_ -> "one");
  }

  private PackReading.Report read() {
    return reading().run(_ -> true);
  }

  private PackReading reading() {
    return new PackReading(copies.repository(), 0, told::addAndGet);
  }
}
