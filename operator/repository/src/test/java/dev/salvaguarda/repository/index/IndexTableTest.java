package dev.salvaguarda.repository.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IndexTableTest {
  @Property(tries = 30)
  void remembersTheFirstPlaceOfEveryBlob(@ForAll long seed) {
    Random random = new Random(seed);
    IndexTable table = new IndexTable();
    Map<BlobHandle, BlobLocation> model = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      FileId pack = new FileId(i, 0, 0, 0);
      int number = table.addPack(pack);
      PackedBlob blob = anyBlob(random);

      boolean added = table.add(number, blob);

      assertThat(added).isEqualTo(!model.containsKey(blob.handle()));
      model.putIfAbsent(blob.handle(), new BlobLocation(pack, blob));
    }

    assertThat(table.size()).isEqualTo(model.size());
    model.forEach((handle, place) -> assertThat(table.find(handle)).contains(place));
  }

  /** Few identifiers, so that they repeat, and many that share the bits that are hashed. */
  private static PackedBlob anyBlob(Random random) {
    BlobId id = new BlobId((long) random.nextInt(50) << 32, random.nextInt(40), 3, 4);
    return new PackedBlob(
        random.nextBoolean() ? BlobType.DATA : BlobType.TREE,
        id,
        random.nextInt(1 << 30),
        random.nextInt(1 << 30),
        random.nextInt(1 << 30));
  }

  @Test
  void doesNotFindWhatIsNotThere() {
    IndexTable table = new IndexTable();
    BlobId id = new BlobId(1, 2, 3, 4);
    table.add(table.addPack(new FileId(0, 0, 0, 0)), new PackedBlob(BlobType.DATA, id, 0, 40, 0));

    assertThat(table.contains(BlobType.TREE, id)).isFalse();
    assertThat(table.contains(BlobType.DATA, new BlobId(1, 2, 3, 5))).isFalse();
  }

  @Test
  void needsAtMost64BytesForEachOfMillions() {
    SplittableRandom random = new SplittableRandom(1);
    IndexTable table = new IndexTable();
    int pack = table.addPack(new FileId(0, 0, 0, 0));
    for (int i = 0; i < 3_300_000; i++) {
      BlobId id =
          new BlobId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      table.add(pack, new PackedBlob(BlobType.DATA, id, i, 100, 200));
    }

    assertThat(table.memoryBytes() / (double) table.size()).isLessThanOrEqualTo(64);
  }
}
