package dev.salvaguarda.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.seed.SeededTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Poly1305Test {
  private static final String ZERO = "00000000000000000000000000000000";

  /** RFC 8439, section 2.5.2 and, of appendix A.3, the vectors 7 to 11 about carries. */
  @ParameterizedTest
  @CsvSource({
    "85d6be7857556d337f4452fe42d506a8, 0103808afb0db2fd4abff6af4149f51b, "
        + "43727970746f6772617068696320466f72756d2052657365617263682047726f7570, "
        + "a8061dc1305136c6c22b8baf0c0127a9",
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
    assertThat(
            HexFormat.of()
                .formatHex(tag(Poly1305Aes.clamped(bytes(r)), bytes(pad), bytes(message), 0)))
        .isEqualTo(expected);
  }

  /** Much of it ones, which carry farthest, and zeros. */
  @SeededTest
  void givesTheTagsThatBouncyCastleGives(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      byte[] r = Poly1305Aes.clamped(extreme(random, 16));
      byte[] pad = extreme(random, 16);
      int offset = random.nextInt(20);
      byte[] message = extreme(random, offset + random.nextInt(i % 100 == 0 ? 70_000 : 200));

      assertThat(tag(r, pad, message, offset))
          .describedAs("message %d of seed %d", i, seed)
          .isEqualTo(bouncyCastle(r, pad, message, offset));
    }
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

  private static byte[] tag(byte[] r, byte[] pad, byte[] message, int offset) {
    byte[] out = new byte[Poly1305.BLOCK + 3];
    new Poly1305(r).tag(message, offset, message.length - offset, pad, out, 3);
    return Arrays.copyOfRange(out, 3, out.length);
  }

  private static byte[] bouncyCastle(byte[] r, byte[] pad, byte[] message, int offset) {
    byte[] key = Arrays.copyOf(r, 32);
    System.arraycopy(pad, 0, key, 16, 16);
    byte[] out = new byte[16];
    org.bouncycastle.crypto.macs.Poly1305 mac = new org.bouncycastle.crypto.macs.Poly1305();
    mac.init(new KeyParameter(key));
    mac.update(message, offset, message.length - offset);
    mac.doFinal(out, 0);
    return out;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
