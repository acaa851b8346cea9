package dev.salvaguarda.repository.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.AbstractList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlobIndexTest {
  private static final FileId PACK = new FileId(9, 9, 9, 9);

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final SealedFiles files = new SealedFiles(store, CipherKey.generate(new SecureRandom()));

  @Test
  void givesTheRightToStoreABlobToOneOnly() {
    BlobIndex index = new BlobIndex();
    BlobHandle blob = blob(1).handle();

    assertThat(index.claim(blob)).isTrue();
    assertThat(index.claim(blob)).isFalse();
    assertThat(index.isKnown(blob)).isTrue();
    assertThatThrownBy(index::requireNoOpenClaims).hasMessageContaining("1 blobs");
    index.add(PACK, List.of(blob(1)));
    assertThat(index.claim(blob)).isFalse();
    assertThat(index.find(blob)).contains(new BlobLocation(PACK, blob(1)));
    assertThatCode(index::requireNoOpenClaims).doesNotThrowAnyException();
  }

  @Test
  void saysWhetherItKeepsAllPlacesOfWhatLiesInSeveralPacks() {
    List<PackedBlob> blobs = IntStream.range(0, 100_001).mapToObj(BlobIndexTest::blob).toList();
    BlobIndex index = new BlobIndex();
    index.add(PACK, blobs);
    index.add(PACK, blobs);
    index.add(new FileId(8, 8, 8, 8), blobs.subList(1, 100_001));
    assertThat(index.keepsAllPlaces()).isTrue();

    index.add(new FileId(8, 8, 8, 8), blobs.subList(0, 1));

    assertThat(index.keepsAllPlaces()).isFalse();
    assertThat(index.findElsewhere(blob(1).handle())).isPresent();
    assertThat(index.findElsewhere(blob(0).handle())).isEmpty();
  }

  @Test
  void saysThatItDoesNotKeepAThirdPlace() {
    BlobIndex index = new BlobIndex();
    for (long pack = 1; pack <= 3; pack++) {
      assertThat(index.keepsAllPlaces()).isTrue();
      index.add(new FileId(pack, 0, 0, 0), List.of(blob(1)));
    }
    assertThat(index.keepsAllPlaces()).isFalse();
  }

  @Test
  void whatLiesInADamagedPackIsFoundAndDoesNotCountAsStored() {
    BlobIndex index = new BlobIndex();
    index.addDamaged(PACK, List.of(blob(1), blob(2)));

    assertThat(index.find(blob(1).handle())).contains(new BlobLocation(PACK, blob(1)));
    assertThat(index.contains(blob(1).handle())).isFalse();
    assertThat(index.isKnown(blob(1).handle())).isFalse();
    assertThat(index.hasPlace(blob(1).handle())).isTrue();
    assertThat(index.claim(blob(1).handle())).isTrue();
  }

  @Test
  void aGoodPlaceComesBeforeADamagedOneWhicheverIsReadFirst() {
    FileId good = new FileId(8, 8, 8, 8);
    BlobIndex index = new BlobIndex();
    index.add(good, List.of(blob(1)));
    index.addDamaged(PACK, List.of(blob(1), blob(2)));
    index.add(good, List.of(blob(2)));

    for (PackedBlob blob : List.of(blob(1), blob(2))) {
      assertThat(index.contains(blob.handle())).isTrue();
      assertThat(index.find(blob.handle())).contains(new BlobLocation(good, blob));
      assertThat(index.findElsewhere(blob.handle())).contains(new BlobLocation(PACK, blob));
    }
    assertThat(index.size()).isEqualTo(2);
  }

  @Test
  void aPackThatIsFoundDamagedNoLongerCounts() {
    BlobIndex index = new BlobIndex();
    index.add(PACK, List.of(blob(1)));
    index.add(new FileId(8, 8, 8, 8), List.of(blob(2)));
    index.markDamaged(PACK);

    assertThat(index.contains(blob(1).handle())).isFalse();
    assertThat(index.contains(blob(2).handle())).isTrue();
  }

  @Test
  void aPackThatCouldNotBeRecordedWholeLeavesItsClaimsOpen() {
    BlobIndex index = new BlobIndex();
    index.claim(blob(1).handle());
    index.claim(blob(2).handle());
    List<PackedBlob> torn =
        new AbstractList<>() {
          @Override
          public PackedBlob get(int at) {
            if (at == 1) {
              throw new OutOfMemoryError("of the test");
            }
            return blob(1);
          }

          @Override
          public int size() {
            return 2;
          }
        };

    assertThatThrownBy(() -> index.add(PACK, torn)).isInstanceOf(OutOfMemoryError.class);

    assertThatThrownBy(index::requireNoOpenClaims).hasMessageContaining("1 blobs");
  }

  @Test
  void findsAllThatIndexFilesList() {
    IndexWriter writer = new IndexWriter(files);
    writer.add(PACK, List.of(blob(1), blob(2)));
    writer.flush();
    writer.add(new FileId(8, 8, 8, 8), List.of(blob(3)));
    writer.flush();

    BlobIndex index = new IndexLoader(files).load();

    assertThat(index.size()).isEqualTo(3);
    assertThat(index.find(blob(2).handle())).contains(new BlobLocation(PACK, blob(2)));
    assertThat(index.packs()).containsExactlyInAnyOrder(PACK, new FileId(8, 8, 8, 8));
  }

  @Test
  void writesAFileWhenFiftyThousandBlobsAreTogether() {
    IndexWriter writer = new IndexWriter(files);
    List<PackedBlob> many = IntStream.range(0, 50_000).mapToObj(BlobIndexTest::blob).toList();

    writer.add(PACK, many);

    assertThat(files.list(FileType.INDEX)).hasSize(1);
    assertThat(new IndexLoader(files).load().size()).isEqualTo(50_000);
  }

  @Test
  void writesNoEmptyFile() {
    new IndexWriter(files).flush();

    assertThat(files.list(FileType.INDEX)).isEmpty();
  }

  @Test
  void leavesOutWhatANewerFileReplaces() {
    IndexWriter writer = new IndexWriter(files);
    writer.add(PACK, List.of(blob(1)));
    writer.flush();
    FileId old = files.list(FileType.INDEX).getFirst();
    var _ =
        files.save(
            FileType.INDEX,
            "{\"supersedes\":[\"%s\"],\"packs\":[]}"
                .formatted(old)
                .getBytes(StandardCharsets.UTF_8));

    assertThat(new IndexLoader(files).load().size()).isZero();
  }

  @Test
  void namesAFileThatIsNoIndex() {
    var _ = files.save(FileType.INDEX, "[1]".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> new IndexLoader(files).load())
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
  }

  private static PackedBlob blob(int number) {
    BlobType type = number % 2 == 0 ? BlobType.TREE : BlobType.DATA;
    return new PackedBlob(type, new BlobId(number, 0, 0, number), 100 * number, 100, number % 3);
  }
}
