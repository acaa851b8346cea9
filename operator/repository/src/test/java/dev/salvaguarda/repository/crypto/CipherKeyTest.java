package dev.salvaguarda.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CipherKeyTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final CipherKey key = CipherKey.generate(RANDOM);

  @Property(tries = 200)
  void opensWhatItSealedAtAnyOffset(
      @ForAll @Size(max = 100_000) byte[] message, @ForAll @IntRange(max = 40) int offset) {
    byte[] sealed = new byte[offset + message.length + CipherKey.OVERHEAD];

    int length = key.seal(message, 0, message.length, sealed, offset);

    assertThat(length).isEqualTo(message.length + CipherKey.OVERHEAD);
    assertThat(key.open(sealed, offset, length)).contains(message);
  }

  @Property(tries = 500)
  void refusesAMessageOfWhichAnyBitWasChanged(
      @ForAll @Size(min = 1, max = 200) byte[] message, @ForAll int where) {
    byte[] sealed = key.seal(message);
    int bit = Math.floorMod(where, sealed.length * 8);

    sealed[bit / 8] ^= (byte) (1 << (bit % 8));

    assertThat(key.open(sealed, 0, sealed.length)).isEmpty();
  }

  @Test
  void writesNothingWhenItRefuses() {
    byte[] sealed = key.seal(new byte[100]);
    sealed[50] ^= 1;
    byte[] out = new byte[100];
    Arrays.fill(out, (byte) 7);

    assertThat(key.open(sealed, 0, sealed.length, out, 0)).isFalse();

    assertThat(out).containsOnly(7);
  }

  @Test
  void refusesWhatAnotherKeySealed() {
    byte[] sealed = CipherKey.generate(RANDOM).seal(new byte[10]);

    assertThat(key.open(sealed, 0, sealed.length)).isEmpty();
  }

  @Test
  void refusesWhatIsTooShortToBeSealed() {
    assertThat(key.open(new byte[CipherKey.OVERHEAD - 1], 0, CipherKey.OVERHEAD - 1)).isEmpty();
  }

  @Test
  void refusesWhatEndsBeforeItsLengthSays() {
    byte[] sealed = key.seal(new byte[100]);
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);

      assertThat(key.open(cut, 0, sealed.length)).isEmpty();
      assertThat(key.open(cut, 0, sealed.length, new byte[100], 0)).isFalse();
    }
    assertThat(key.open(sealed, 1, sealed.length)).isEmpty();
    assertThat(key.open(sealed, 8, Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void sealsTheSameMessageDifferentlyEachTime() {
    byte[] message = new byte[64];

    assertThat(key.seal(message)).isNotEqualTo(key.seal(message));
  }

  @Test
  void survivesBeingTakenApartAndPutTogether() {
    byte[] message = new byte[3 * 16 * 1024 + 5];
    new Random(1).nextBytes(message);
    CipherKey copy = new CipherKey(key.encryptPart(), key.macKPart(), key.macRPart(), RANDOM);

    byte[] sealed = key.seal(message);

    assertThat(copy.open(sealed, 0, sealed.length)).contains(message);
  }

  @Test
  void printsNothingOfItself() {
    assertThat(key.toString()).isEqualTo("CipherKey[redacted]");
  }
}
