package dev.salvaguarda.repository.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TreeWindowsTest {
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final CipherKey key = CipherKey.generate(new SecureRandom());
  private final Map<BlobLocation, byte[]> contents = new HashMap<>();
  private final TreeWindows windows = TreeWindows.of(store, key);

  /** Small and large ones, so that they lie across every edge, and some longer than a window. */
  @SeededTest(fixed = 3)
  void everyTreeIsReadWhereverItLiesAndInWhateverOrder(long seed) {
    Random random = new Random(seed);
    List<BlobLocation> all = new ArrayList<>();
    for (int pack = 1; pack <= 3; pack++) {
      all.addAll(pack(pack, random, 60));
    }
    Collections.shuffle(all, random);

    for (BlobLocation place : all) {
      assertThat(windows.read(place)).isEqualTo(contents.get(place));
    }
  }

  @Test
  void manySmallTreesInTheirOrderTakeFewRequests() {
    List<BlobLocation> all = pack(1, 20_000, 500);

    all.forEach(windows::read);

    assertThat(store.reads()).isLessThan(10);
  }

  @Test
  void treesBeforeTheirDirectoryTakeFewRequestsToo() {
    List<BlobLocation> all = pack(1, 20_000, 500);

    for (int i = all.size(); i > 0; i -= 20) {
      all.subList(Math.max(0, i - 20), i).forEach(windows::read);
    }

    assertThat(store.reads()).isLessThan(20);
  }

  @Test
  void aPackBeginsWithWhatWasGoodForTheOneBeforeIt() {
    pack(1, 6_000, 500).forEach(windows::read);
    int ofTheFirst = store.reads();

    pack(2, 6_000, 500).forEach(windows::read);

    assertThat(ofTheFirst).isEqualTo(2);
    assertThat(store.reads() - ofTheFirst).isEqualTo(1);
  }

  @Test
  void manySmallPacksAreKeptTogether() {
    List<BlobLocation> all = new ArrayList<>();
    for (int number = 1; number <= 30; number++) {
      all.addAll(pack(number, 5_000, 2));
    }

    for (int round = 0; round < 4; round++) {
      all.forEach(windows::read);
    }

    assertThat(store.reads()).isEqualTo(30);
  }

  @Test
  void littleIsReadInVainWhereNeighboursAreNotWanted() {
    List<BlobLocation> all = pack(1, 2_000, 20_000);

    for (int i = 0; i < all.size(); i += 500) {
      windows.read(all.get(i));
    }

    assertThat(store.bytesRead()).isLessThan(5L << 20);
  }

  @Test
  void aPackThatIsGoneIsMissing() {
    BlobLocation place = pack(1, 100, 1).getFirst();
    store.objects().clear();

    assertThatThrownBy(() -> windows.read(place))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.OBJECT_MISSING));
  }

  @Test
  void aPackThatIsCutIsDamagedWhereverItIsCut() {
    List<BlobLocation> all = pack(1, 200, 3);
    String pack = FileType.PACK.key(all.getFirst().pack());
    byte[] whole = store.get(pack);
    for (int length = 0; length < whole.length; length++) {
      store.put(pack, Arrays.copyOf(whole, length));
      TreeWindows cut = TreeWindows.of(store, key);
      for (BlobLocation place : all) {
        if (place.blob().offset() + place.blob().length() <= length) {
          assertThat(cut.read(place)).isEqualTo(contents.get(place));
        } else {
          assertCorrupt(() -> cut.read(place));
        }
      }
    }
  }

  @Test
  void anAnswerThatIsTooShortIsDamageUntilTheStoreGivesAllOfIt() {
    List<BlobLocation> all = pack(1, 200, 3);
    AtomicBoolean cutting = new AtomicBoolean(true);
    TreeWindows hasty =
        new TreeWindows(
            new TreeWindows.Source() {
              @Override
              public int upTo(FileId id, long start, int length, byte[] into) {
                int count = store.getUpTo(FileType.PACK.key(id), start, length, into, 0);
                return cutting.get() ? count / 2 : count;
              }

              @Override
              public byte[] exactly(FileId id, long start, int length) {
                return store.get(FileType.PACK.key(id), start, length);
              }
            },
            key);
    assertCorrupt(() -> hasty.read(all.getLast()));

    cutting.set(false);

    assertThat(hasty.read(all.getLast())).isEqualTo(contents.get(all.getLast()));
  }

  @Test
  void anIndexThatNamesLengthsBeyondAllBoundsNamesDamage() {
    BlobLocation place = pack(1, 200, 1).getFirst();
    PackedBlob blob = place.blob();
    for (int length : List.of(Integer.MAX_VALUE, Integer.MAX_VALUE - 100, -1, 0)) {
      PackedBlob odd = new PackedBlob(BlobType.TREE, blob.id(), blob.offset(), length, 0);

      assertCorrupt(() -> windows.read(new BlobLocation(place.pack(), odd)));
    }
  }

  private static void assertCorrupt(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
  }

  private List<BlobLocation> pack(int number, Random random, int count) {
    List<byte[]> trees = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int bound = random.nextInt(12) == 0 ? 6 << 20 : 1 + random.nextInt(400_000);
      trees.add(random(random.nextLong(), random.nextInt(bound)));
    }
    return pack(number, trees);
  }

  private static byte[] random(long seed, int length) {
    byte[] content = new byte[length];
    new Random(seed).nextBytes(content);
    return content;
  }

  private List<BlobLocation> pack(int number, int size, int count) {
    List<byte[]> trees = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      trees.add(random(i, size));
    }
    return pack(number, trees);
  }

  private List<BlobLocation> pack(int number, List<byte[]> trees) {
    FileId pack = new FileId(number, 0, 0, 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<BlobLocation> places = new ArrayList<>();
    for (byte[] tree : trees) {
      byte[] sealed = key.seal(tree);
      PackedBlob blob =
          new PackedBlob(
              BlobType.TREE, BlobId.ofContent(tree, 0, tree.length), out.size(), sealed.length, 0);
      out.writeBytes(sealed);
      places.add(new BlobLocation(pack, blob));
      contents.put(places.getLast(), tree);
    }
    store.put(FileType.PACK.key(pack), out.toByteArray());
    return places;
  }
}
