package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
  private static final long MIB = 1L << 20;

  private long live;
  private long used;
  private int collections;
  private HeapWatch watch = new HeapWatch(256 * MIB, () -> used, this::collect);

  @Test
  void aSmallHeapIsLeftAlone() {
    look(79 * MIB);
    look(79 * MIB);

    assertThat(collections).isZero();
  }

  @Test
  void garbageIsLookedForAgainWheneverThereIsAsMuch() {
    live = 30 * MIB;

    look(80 * MIB);
    look(79 * MIB);
    look(97 * MIB);

    assertThat(collections).isEqualTo(2);
  }

  @Test
  void aHeapOfThingsInUseIsNotLookedThroughAgainAndAgain() {
    live = 200 * MIB;

    look(200 * MIB);
    look(230 * MIB);
    look(266 * MIB);
    assertThat(collections).isEqualTo(1);

    look(267 * MIB);
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void aQuarterOfALargeLimitMayBeUsedBeforeAnybodyLooks() {
    watch = new HeapWatch(1_024 * MIB, () -> used, this::collect);

    look(255 * MIB);
    assertThat(collections).isZero();

    look(256 * MIB);
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void theHeapOfThisProcessIsWatched() {
    byte[] used = new byte[256 << 20];
    long before = collectionsHere();

    try (var _ = HeapWatch.start()) {
      await().until(() -> collectionsHere() > before);
    } finally {
      Reference.reachabilityFence(used);
    }
  }

  private static long collectionsHere() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private void look(long bytes) {
    used = bytes;
    watch.look();
  }

  private void collect() {
    collections++;
    used = live;
  }
}
