package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedSpillTest {
  private static final int SMALL_RUN = 2_000;

  @TempDir Path scratch;

  @Test
  void comesBackSortedAndInTheOrderOfItsComingWhereKeysAreEqual() {
    Random random = new Random(7);
    List<String> expected = new ArrayList<>();
    try (SortedSpill spill = new SortedSpill(scratch, new SessionState(), SMALL_RUN)) {
      for (int i = 0; i < 5_000; i++) {
        byte[] key = {(byte) random.nextInt(), (byte) random.nextInt(3)};
        byte[] value = new byte[random.nextInt(40)];
        value =
            (i + ":" + new String(value, StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.US_ASCII);
        spill.add(key, value);
        expected.add(text(new SortedSpill.Entry(key, value)));
      }
      expected.sort(Comparator.comparing(entry -> entry.substring(0, 8)));

      assertThat(all(spill.sorted())).isEqualTo(expected);
      assertThat(all(spill.sorted())).isEqualTo(expected);
    }
  }

  @Test
  void mayBeReadTwiceSideBySideAndBeEmpty() {
    try (SortedSpill spill = new SortedSpill(scratch, new SessionState(), SMALL_RUN)) {
      assertThat(spill.sorted()).isExhausted();
      spill.add(new byte[] {2}, new byte[SMALL_RUN * 3]);
      spill.add(new byte[] {1}, new byte[0]);
      Iterator<SortedSpill.Entry> first = spill.sorted();
      Iterator<SortedSpill.Entry> second = spill.sorted();

      assertThat(first.next().key()).containsExactly(1);
      assertThat(second.next().key()).containsExactly(1);
      assertThat(first.next().value()).hasSize(SMALL_RUN * 3);
      assertThat(second.next().value()).hasSize(SMALL_RUN * 3);
    }
  }

  @Test
  void leavesNothingInTheScratchDirectory() throws IOException {
    try (SortedSpill spill = new SortedSpill(scratch, new SessionState(), SMALL_RUN)) {
      spill.add(new byte[SMALL_RUN], new byte[SMALL_RUN]);
    }
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).isEmpty();
    }
  }

  private static List<String> all(Iterator<SortedSpill.Entry> entries) {
    List<String> all = new ArrayList<>();
    entries.forEachRemaining(entry -> all.add(text(entry)));
    return all;
  }

  private static String text(SortedSpill.Entry entry) {
    return "%03d.%03d ".formatted(entry.key()[0] & 0xff, entry.key()[1] & 0xff)
        + new String(entry.value(), StandardCharsets.US_ASCII);
  }
}
