package dev.salvaguarda.repository.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.crypto.CipherKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final CutSecret SECRET = secret("one");
  private static final Chunking LINES = new Chunking.ContentDefined(16 << 10, true);
  private static final Chunking SMALL = new Chunking.ContentDefined(4 << 10, false);

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

  /**
   * Two sets of some 50 cuts among 200,000 places share 0.012 on average by chance, and more than
   * three once in a thousand million times.
   */
  @Property(tries = 20)
  void anotherSecretCutsElsewhere(@ForAll long seed) {
    byte[] input = random(seed, 200_000);

    assertThat(shared(input, SECRET, secret("two"))).isLessThanOrEqualTo(3);
  }

  @Test
  void everyByteOfTheMasterKeyAndThePolynomialMatter() {
    byte[] input = random(7, 200_000);
    byte[] encrypt = random(8, 32);
    byte[] mac = random(9, 16);
    CutSecret known = secret(encrypt, mac, "3da3358b4dc173");

    assertThat(shared(input, known, secret(encrypt, mac, "3da3358b4dc173"))).isGreaterThan(40);
    assertThat(shared(input, known, secret(encrypt, mac, "3da3358b4dc175"))).isLessThan(4);
    for (int i = 0; i < encrypt.length + mac.length; i++) {
      byte[] otherEncrypt = encrypt.clone();
      byte[] otherMac = mac.clone();
      if (i < encrypt.length) {
        otherEncrypt[i] ^= 1;
      } else {
        otherMac[i - encrypt.length] ^= 1;
      }
      assertThat(shared(input, known, secret(otherEncrypt, otherMac, "3da3358b4dc173")))
          .as("byte %d", i)
          .isLessThan(4);
    }
  }

  /**
   * Repositories live for years, and cuts in other places would store everything in them anew. If
   * this fails, the change that made it fail is wrong; the file is never made again.
   */
  @Test
  void cutsAreWhereTheyAlwaysWere() throws IOException {
    byte[] input = random(42, 40 << 20);
    StringBuilder found = new StringBuilder();
    for (String secret : List.of("one", "two")) {
      for (boolean lines : List.of(false, true)) {
        for (int target = 4 << 10; target <= 4 << 20; target *= 2) {
          String cuts =
              cuts(input, new Chunking.ContentDefined(target, lines), secret(secret), 3).stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(" "));
          found.append("%s %b %d: %s%n".formatted(secret, lines, target, cuts));
        }
      }
    }

    assertThat(found).hasToString(golden());
  }

  @Property(tries = 50)
  void chunksOfLinesEndWithALineUnlessNoneEndsNearEnough(@ForAll long seed) {
    requireLineEnds(text(seed, 300_000));
  }

  @Test
  void whereTheLastLineHasNoEndTheContentCutsIt() {
    byte[] input = text(-121393, 300_000);

    requireLineEnds(input);

    List<byte[]> chunks = chunks(input, LINES, SECRET);
    byte[] beforeLast = chunks.get(chunks.size() - 2);
    assertThat(beforeLast[beforeLast.length - 1]).isNotEqualTo((byte) '\n');
    assertThat(chunks.getLast().length).isLessThan(400);
  }

  /** A line ends near enough within an eighth of the target, the longest chunk, and the stream. */
  private static void requireLineEnds(byte[] input) {
    List<byte[]> chunks = chunks(input, LINES, SECRET);
    int from = 0;
    for (byte[] chunk : chunks.subList(0, chunks.size() - 1)) {
      assertThat(chunk.length).isBetween(4 << 10, 64 << 10);
      int last = from + chunk.length - 1;
      int near = Math.min(input.length, Math.min(last + (2 << 10), from + (64 << 10)));
      if (input[last] != '\n') {
        assertThat(Arrays.copyOfRange(input, last, near)).doesNotContain((byte) '\n');
      }
      from += chunk.length;
    }
    assertThat(concatenated(chunks)).isEqualTo(input);
  }

  @Test
  void linesLongerThanAnEighthOfTheTargetAreCutWhereTheContentSays() {
    byte[] input = random(3, 500_000);
    for (int i = 0; i < input.length; i++) {
      input[i] = input[i] == '\n' ? (byte) ' ' : input[i];
    }

    assertThat(cuts(input, new Chunking.ContentDefined(16 << 10, true), SECRET, 100))
        .isEqualTo(cuts(input, new Chunking.ContentDefined(16 << 10, false), SECRET, 100));
  }

  @Property(tries = 20)
  void theAverageIsNearTheTarget(@ForAll long seed) {
    for (int target : new int[] {4 << 10, 32 << 10}) {
      byte[] input = random(seed, 400 * target);

      int count = chunks(input, new Chunking.ContentDefined(target, false), SECRET).size();

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
    Chunking sql = new Chunking.ContentDefined(32 << 10, false);

    assertThat(sql.at(0, SECRET).maxSize()).isEqualTo(128 << 10);
    assertThat(sql.at((8L << 30) - 1, SECRET).maxSize()).isEqualTo(128 << 10);
    assertThat(sql.at(8L << 30, SECRET).maxSize()).isEqualTo(256 << 10);
    assertThat(sql.at(1L << 40, SECRET).maxSize()).isEqualTo(4 << 20);
    assertThat(sql.maxSize(Long.MAX_VALUE)).isEqualTo(4 << 20);
  }

  @Test
  void aSizeOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new Chunking.ContentDefined(5000, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Chunking.Fixed(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SMALL.at(0, SECRET).cut(new byte[1], 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSecretDoesNotShow() {
    assertThat(SECRET).hasToString("CutSecret[redacted]");
  }

  private static String golden() throws IOException {
    try (InputStream in = ChunkerTest.class.getResourceAsStream("cut-points.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Ends of the first chunks, that of the last one in the input left out. */
  private static List<Integer> cuts(byte[] input, Chunking chunking, CutSecret secret, int most) {
    List<Integer> cuts = new ArrayList<>();
    int at = 0;
    while (at < input.length && cuts.size() < most) {
      at += chunking.at(at, secret).cut(input, at, input.length);
      cuts.add(at);
    }
    if (at == input.length) {
      cuts.removeLast();
    }
    return cuts;
  }

  private static int shared(byte[] input, CutSecret one, CutSecret other) {
    Set<Integer> both = new HashSet<>(cuts(input, SMALL, one, Integer.MAX_VALUE));
    both.retainAll(cuts(input, SMALL, other, Integer.MAX_VALUE));
    return both.size();
  }

  private static CutSecret secret(byte[] encrypt, byte[] mac, String polynomial) {
    return CutSecret.of(new CipherKey(encrypt, mac, new byte[16], new SecureRandom()), polynomial);
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

  /** Lines of 10 to 400 letters. */
  private static byte[] text(long seed, int length) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    int left = 0;
    for (int i = 0; i < length; i++) {
      left = left == 0 ? 10 + random.nextInt(390) : left - 1;
      bytes[i] = left == 0 ? (byte) '\n' : (byte) ('a' + random.nextInt(20));
    }
    return bytes;
  }

  private static byte[] mixed(long seed, int length) {
    byte[] bytes = random(seed, length);
    Arrays.fill(bytes, 0, length / 3, (byte) seed);
    return bytes;
  }
}
