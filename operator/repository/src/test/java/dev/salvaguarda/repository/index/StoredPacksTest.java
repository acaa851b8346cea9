package dev.salvaguarda.repository.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.model.FileId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StoredPacksTest {
  @Property(tries = 30)
  void knowsTheSizeOfEachPackAndWhichOnesNobodyAskedFor(@ForAll long seed) {
    Random random = new Random(seed);
    StoredPacks packs = new StoredPacks();
    Map<FileId, Long> model = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      FileId pack = anyPack(random);
      long size = random.nextInt(5) == 0 ? 0 : random.nextLong(1L << 40);
      packs.add(pack, size);
      model.put(pack, size);
    }
    Set<FileId> unlisted = new HashSet<>(model.keySet());
    for (int i = 0; i < 1_500; i++) {
      FileId asked = anyPack(random);
      OptionalLong size = packs.sizeOfListed(asked);
      assertThat(size.isPresent()).isEqualTo(model.containsKey(asked));
      size.ifPresent(bytes -> assertThat(bytes).isEqualTo(model.get(asked)));
      unlisted.remove(asked);
    }

    for (int i = 0; i < 3_000; i++) {
      FileId pack = anyPack(random);
      assertThat(packs.isUnlisted(pack)).isEqualTo(unlisted.contains(pack));
    }
    assertThat(unlisted).allMatch(packs::isUnlisted);
  }

  /** Few, so that they repeat, and many that share the bits that are hashed. */
  private static FileId anyPack(Random random) {
    return new FileId((long) random.nextInt(60) << 32, random.nextInt(60), 3, 4);
  }
}
