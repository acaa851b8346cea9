package dev.salvaguarda.repository.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final CutSecret SECRET = secret("one");
  private static final Chunking SMALL = new Chunking.ContentDefined(4 << 10);

  @Property(tries = 100)
  void theChunksTogetherAreTheInput(
      @ForAll long seed, @ForAll @IntRange(max = 200_000) int length) {
    byte[] input = random(seed, length);

    List<byte[]> chunks = chunks(input, SMALL, SECRET);

    assertThat(concatenated(chunks)).isEqualTo(input);
  }

  @Property(tries = 100)
  void everyChunkButTheLastKeepsTheLimits(
      @ForAll long seed, @ForAll @IntRange(max = 300_000) int length) {
    byte[] input = mixed(seed, length);

    List<byte[]> chunks = chunks(input, SMALL, SECRET);

    for (int i = 0; i < chunks.size(); i++) {
      assertThat(chunks.get(i).length).isBetween(i + 1 < chunks.size() ? 1024 : 1, 16384);
    }
  }

  @Property(tries = 50)
  void anInsertionChangesFewChunks(
      @ForAll long seed,
      @ForAll @IntRange(max = 499_999) int at,
      @ForAll @IntRange(min = 1, max = 300) int inserted) {
    byte[] before = random(seed, 500_000);
    byte[] after = new byte[before.length + inserted];
    System.arraycopy(before, 0, after, 0, at);
    System.arraycopy(random(~seed, inserted), 0, after, at, inserted);
    System.arraycopy(before, at, after, at + inserted, before.length - at);

    Set<String> known = texts(chunks(before, SMALL, SECRET));
    List<byte[]> changed =
        chunks(after, SMALL, SECRET).stream().filter(c -> !known.contains(text(c))).toList();

    assertThat(changed).hasSizeLessThanOrEqualTo(20);
  }

  @Property(tries = 20)
  void anotherSecretCutsElsewhere(@ForAll long seed) {
    byte[] input = random(seed, 200_000);

    Set<String> ours = texts(chunks(input, SMALL, SECRET));
    ours.retainAll(texts(chunks(input, SMALL, secret("two"))));

    // Two secrets agree on a cut now and then, by chance.
    assertThat(ours).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void theSameSecretCutsTheSameForAllTime() {
    byte[] input = random(42, 100_000);

    List<Integer> lengths =
        chunks(input, SMALL, secret("one")).stream().map(c -> c.length).limit(8).toList();

    assertThat(lengths)
        .isEqualTo(chunks(input, SMALL, SECRET).stream().map(c -> c.length).limit(8).toList());
  }

  @Property(tries = 20)
  void theAverageIsNearTheTarget(@ForAll long seed) {
    for (int target : new int[] {4 << 10, 32 << 10}) {
      byte[] input = random(seed, 400 * target);

      int count = chunks(input, new Chunking.ContentDefined(target), SECRET).size();

      assertThat((double) input.length / count).isBetween(target * 0.85, target * 1.15);
    }
  }

  @Test
  void contentWithoutVarietyIsCutAtTheMaximum() {
    assertThat(chunks(new byte[100_000], SMALL, SECRET).getFirst()).hasSize(16384);
  }

  @Test
  void fixedChunksAreAlignedAndTheLastIsTheRest() {
    assertThat(chunks(random(1, 10_000), new Chunking.Fixed(4096), SECRET))
        .extracting(c -> c.length)
        .containsExactly(4096, 4096, 1808);
  }

  @Test
  void chunksGrowWithTheStreamSoThatTheirListStaysShort() {
    Chunking sql = new Chunking.ContentDefined(32 << 10);

    assertThat(sql.at(0, SECRET).maxSize()).isEqualTo(128 << 10);
    assertThat(sql.at((8L << 30) - 1, SECRET).maxSize()).isEqualTo(128 << 10);
    assertThat(sql.at(8L << 30, SECRET).maxSize()).isEqualTo(256 << 10);
    assertThat(sql.at(1L << 40, SECRET).maxSize()).isEqualTo(4 << 20);
    assertThat(sql.maxSize(Long.MAX_VALUE)).isEqualTo(4 << 20);
  }

  @Test
  void aSizeOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new Chunking.ContentDefined(5000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Chunking.Fixed(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SMALL.at(0, SECRET).cut(new byte[1], 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSecretDoesNotShow() {
    assertThat(SECRET).hasToString("CutSecret[redacted]");
  }

  private static CutSecret secret(String key) {
    return CutSecret.derive(key.getBytes(StandardCharsets.UTF_8), "3da3358b4dc173");
  }

  private static List<byte[]> chunks(byte[] input, Chunking chunking, CutSecret secret) {
    List<byte[]> chunks = new ArrayList<>();
    for (int at = 0; at < input.length; ) {
      int length = chunking.at(at, secret).cut(input, at, input.length);
      chunks.add(Arrays.copyOfRange(input, at, at + length));
      at += length;
    }
    return chunks;
  }

  private static byte[] concatenated(List<byte[]> chunks) {
    byte[] all = new byte[chunks.stream().mapToInt(c -> c.length).sum()];
    int at = 0;
    for (byte[] chunk : chunks) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    return all;
  }

  private static Set<String> texts(List<byte[]> chunks) {
    Set<String> texts = new HashSet<>();
    chunks.forEach(c -> texts.add(text(c)));
    return texts;
  }

  private static String text(byte[] chunk) {
    return new String(chunk, StandardCharsets.ISO_8859_1);
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] mixed(long seed, int length) {
    byte[] bytes = random(seed, length);
    Arrays.fill(bytes, 0, length / 3, (byte) seed);
    return bytes;
  }
}
