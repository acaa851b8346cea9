package dev.salvaguarda.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Poly1305AesTest {
  /** The vectors of the paper that defines Poly1305-AES, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "f3f6, 851fc40c3467ac0be05cc20404f3f700, ec074c835580741701425b623235add6, "
        + "fb447350c4e868c52ac3275cf9d4327e, f4c633c3044fc145f84f335cb81953de",
    "'', a0f3080000f46400d0c7e9076c834403, 75deaa25c09f208e1dc4ce6b5cad3fbf, "
        + "61ee09218d29b0aaed7e154a2c5509cc, dd3fab2251f11ac759f0887129cc2ee7",
    "663cea190ffb83d89593f3f476b6bc24d7e679107ea26adb8caf6652d0656136, "
        + "48443d0bb0d21109c89a100b5ce2c208, 6acb5f61a7176dd320c5c1eb2edcdc74, "
        + "ae212a55399729595dea458bc621ff0e, 0ee1c16bb73f0f4fd19881753c01cdbe",
    "ab0812724a7f1e342742cbed374d94d136c6b8795d45b3819830f2c04491faf0"
        + "990c62e48b8018b2c3e4a0fa3134cb67fa83e158c994d961c4cb21095c1bf9, "
        + "12976a08c4426d0ce8a82407c4f48207, e1a5668a4d5b66a5f68cc5424ed5982d, "
        + "9ae831e743978d3a23527c7128149e3a, 5154ad0d2cb26e01274fc51148491f1b"
  })
  void givesTheTagsOfItsDefinition(
      String message, String r, String k, String nonce, String expected)
      throws GeneralSecurityException {
    byte[] bytes = HexFormat.of().parseHex(message);
    byte[] tag = new byte[16];

    new Poly1305Aes(HexFormat.of().parseHex(k), HexFormat.of().parseHex(r))
        .tag(bytes, 0, bytes.length, HexFormat.of().parseHex(nonce), 0, tag, 0);

    assertThat(HexFormat.of().formatHex(tag)).isEqualTo(expected);
  }

  /** As where the library is not there: the fallback gives what the other gives. */
  @Test
  void staysWithBouncyCastleWhereNothingIsFaster() throws GeneralSecurityException {
    byte[] key = new byte[Poly1305Aes.KEY_LENGTH];
    Arrays.fill(key, (byte) 0xf7);
    Poly1305Aes usual = new Poly1305Aes(key, key);
    Poly1305Aes alone = new Poly1305Aes(key, key, Optional::empty);
    byte[] message = new byte[Poly1305Aes.FEW / 3];

    for (byte round = 0; round < 6; round++) {
      Arrays.fill(message, round);
      assertThat(tag(alone, message)).isEqualTo(tag(usual, message));
    }
  }

  @Test
  void looksForTheFasterOneOnceWithTheMessageThatMakesItManyBytes()
      throws GeneralSecurityException {
    AtomicInteger asked = new AtomicInteger();
    Poly1305 faster = (_, _, _, _, out, at) -> out[at] = 42;
    Poly1305Aes mac =
        new Poly1305Aes(
            new byte[16],
            new byte[16],
            () -> {
              asked.incrementAndGet();
              return Optional.of(faster);
            });

    byte[] few = tag(mac, new byte[Poly1305Aes.FEW]);
    assertThat(asked).hasValue(0);
    byte[] many = tag(mac, new byte[1]);
    byte[] more = tag(mac, new byte[1]);

    assertThat(asked).hasValue(1);
    assertThat(few).isNotEqualTo(many);
    assertThat(many).startsWith(42);
    assertThat(more).startsWith(42);
  }

  private static byte[] tag(Poly1305Aes mac, byte[] message) throws GeneralSecurityException {
    byte[] tag = new byte[Poly1305Aes.TAG_LENGTH];
    mac.tag(message, 0, message.length, new byte[16], 0, tag, 0);
    return tag;
  }
}
