package dev.salvaguarda.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Poly1305Test {
  private static final String ZERO = "00000000000000000000000000000000";

  /**
   * RFC 8439, section 2.5.2 and, of appendix A.3, the vector 4 and those about carries, 7 to 11.
   */
  @ParameterizedTest
  @CsvSource({
    "85d6be7857556d337f4452fe42d506a8, 0103808afb0db2fd4abff6af4149f51b, "
        + "43727970746f6772617068696320466f72756d2052657365617263682047726f7570, "
        + "a8061dc1305136c6c22b8baf0c0127a9",
    "1c9240a5eb55d38af333888604f6b5f0, 473917c1402b80099dca5cbc207075c0, "
        + "2754776173206272696c6c69672c20616e642074686520736c6974687920746f7665730a4469"
        + "64206779726520616e642067696d626c6520696e2074686520776162653a0a416c6c206d696d"
        + "737920776572652074686520626f726f676f7665732c0a416e6420746865206d6f6d65207261"
        + "746873206f757467726162652e, "
        + "4541669a7eaaee61e708dc7cbcc5eb62",
    "02000000000000000000000000000000, "
        + ZERO
        + ", ffffffffffffffffffffffffffffffff, "
        + "03000000000000000000000000000000",
    "02000000000000000000000000000000, ffffffffffffffffffffffffffffffff, "
        + "02000000000000000000000000000000, 03000000000000000000000000000000",
    "01000000000000000000000000000000, "
        + ZERO
        + ", ffffffffffffffffffffffffffffffff"
        + "f0ffffffffffffffffffffffffffffff11000000000000000000000000000000, "
        + "05000000000000000000000000000000",
    "01000000000000000000000000000000, "
        + ZERO
        + ", ffffffffffffffffffffffffffffffff"
        + "fbfefefefefefefefefefefefefefefe01010101010101010101010101010101, "
        + ZERO,
    "02000000000000000000000000000000, "
        + ZERO
        + ", fdffffffffffffffffffffffffffffff, "
        + "faffffffffffffffffffffffffffffff",
    "01000000000000000400000000000000, "
        + ZERO
        + ", e33594d7505e43b90000000000000000"
        + "3394d7505e4379cd01000000000000000000000000000000000000000000000001000000000000000000000000000000, "
        + "14000000000000005500000000000000",
    "01000000000000000400000000000000, "
        + ZERO
        + ", e33594d7505e43b90000000000000000"
        + "3394d7505e4379cd010000000000000000000000000000000000000000000000, "
        + "13000000000000000000000000000000"
  })
  void givesTheTagsOfItsDefinition(String r, String pad, String message, String expected) {
    byte[] key = bytes(r + pad);

    assertThat(tag(new BouncyCastlePoly1305(), key, bytes(message), 0)).isEqualTo(bytes(expected));
    assertThat(tag(openSsl(), key, bytes(message), 0)).isEqualTo(bytes(expected));
  }

  /**
   * Of any length and around the ends of blocks, much of it ones, which carry farthest, and zeros.
   */
  @SeededTest
  void isTheSameOfOpenSslAndOfBouncyCastle(long seed) {
    Random random = new Random(seed);
    IntStream small = IntStream.rangeClosed(0, 200);
    IntStream borders = random.ints(60, 1, 4097).map(blocks -> 16 * blocks + random.nextInt(3) - 1);
    IntStream large = random.ints(2, 64 << 10, (1 << 20) + 1);
    IntStream.concat(IntStream.concat(small, borders), large)
        .forEach(length -> {
          byte[] key = extreme(random, Poly1305.KEY_LENGTH);
          int offset = random.nextInt(20);
          byte[] message = extreme(random, offset + length);

          assertThat(tag(openSsl(), key, message, offset))
              .describedAs("%d bytes from %d on, of seed %d", length, offset, seed)
              .isEqualTo(tag(new BouncyCastlePoly1305(), key, message, offset));
        });
  }

  private static Poly1305 openSsl() {
    Optional<Poly1305> found = OpenSslPoly1305.ofProcess();
    assumeTrue(found.isPresent() || Machine.isCi(), "SKIPPED: OpenSSL 3 is not there.");
    assertThat(found).as("CI needs OpenSSL 3").isPresent();
    return found.orElseThrow();
  }

  private static byte[] extreme(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    for (int at = 0; at < length; at += 1 + random.nextInt(40)) {
      int end = Math.min(length, at + random.nextInt(40));
      switch (random.nextInt(4)) {
        case 0 -> Arrays.fill(bytes, at, end, (byte) 0xff);
        case 1 -> Arrays.fill(bytes, at, end, (byte) 0);
        default -> {}
      }
    }
    return bytes;
  }

  /** Between bytes that are not its own, at the end of the message as well. */
  private static byte[] tag(Poly1305 mac, byte[] key, byte[] message, int offset) {
    byte[] followed = Arrays.copyOf(message, message.length + 5);
    byte[] out = new byte[Poly1305.TAG_LENGTH + 5];
    mac.tag(key, followed, offset, message.length - offset, out, 3);
    assertThat(new byte[] {out[0], out[1], out[2], out[19], out[20]}).containsOnly(0);
    return Arrays.copyOfRange(out, 3, out.length - 2);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
