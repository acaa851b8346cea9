package dev.salvaguarda.domain.workorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackRotationTest {
  static LongStream seeds() {
    long fresh = System.nanoTime();
    System.out.println("fresh seed: " + fresh);
    return LongStream.of(1, 2, 3, 4, 5, fresh);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void allReadingsTogetherReadEachPackExactlyOnce(long seed) {
    Random random = new Random(seed);
    int percent = 1 + random.nextInt(100);
    List<String> packs = packs(random, 1 + random.nextInt(3_000));
    List<String> read = new ArrayList<>();
    int done = 0;
    PackRotation rotation;
    do {
      rotation = PackRotation.after(done, percent);
      packs.stream().filter(rotation::reads).forEach(read::add);
      done = rotation.number();
    } while (rotation.number() < rotation.of());

    assertThat(rotation.of()).isEqualTo((int) Math.ceil(100.0 / percent));
    assertThat(read).containsExactlyInAnyOrderElementsOf(packs);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReadingReadsAboutItsShare(long seed) {
    List<String> packs = packs(new Random(seed), 20_000);

    for (int number = 1; number <= 10; number++) {
      assertThat(packs.stream().filter(new PackRotation(number, 10)::reads).count())
          .isBetween(1_700L, 2_300L);
    }
  }

  @Test
  void beginsAnewAfterTheLastAndWhereTheShareWasChanged() {
    assertThat(PackRotation.after(0, 30)).isEqualTo(new PackRotation(1, 4));
    assertThat(PackRotation.after(4, 30)).isEqualTo(new PackRotation(1, 4));
    assertThat(PackRotation.after(9, 50)).isEqualTo(new PackRotation(2, 2));
    assertThat(PackRotation.after(1, 100)).isEqualTo(new PackRotation(1, 1));
  }

  @Test
  void readsAgainWhatWasFoundDamaged() {
    String pack = "00000001" + "ab".repeat(28);

    assertThat(new PackRotation(1, 2).reads(pack)).isFalse();
    assertThat(new ReadOrder(new PackRotation(1, 2), List.of(pack)).reads(pack)).isTrue();
  }

  @Test
  void refusesAReadingThatThereIsNot() {
    assertThatThrownBy(() -> new PackRotation(3, 2)).hasMessageContaining("3 of 2");
  }

  private static List<String> packs(Random random, int count) {
    return Stream.generate(
            () -> {
              byte[] id = new byte[32];
              random.nextBytes(id);
              return HexFormat.of().formatHex(id);
            })
        .limit(count)
        .toList();
  }
}
