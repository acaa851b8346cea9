package dev.salvaguarda.repository.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IrreduciblePolynomialTest {
  @ParameterizedTest
  @ValueSource(longs = {0b111, 0b1011, 0b1101, 0b10011, 0b100011011, 0x3DA3358B4DC173L})
  void knowsIrreducibleOnes(long polynomial) {
    assertThat(IrreduciblePolynomial.isIrreducible(polynomial)).isTrue();
  }

  @Property(tries = 300)
  void findsEveryProductOut(
      @ForAll @LongRange(min = 2, max = 1 << 26) long a,
      @ForAll @LongRange(min = 2, max = 1 << 26) long b) {
    assertThat(IrreduciblePolynomial.isIrreducible(product(a, b))).isFalse();
  }

  @Property(tries = 20)
  void drawsOnesOfTheDegreeThatTheFormatWants(@ForAll long seed) {
    long drawn = IrreduciblePolynomial.random(new Random(seed));

    assertThat(Long.numberOfLeadingZeros(drawn)).isEqualTo(63 - IrreduciblePolynomial.DEGREE);
    assertThat(IrreduciblePolynomial.isIrreducible(drawn)).isTrue();
  }

  private static long product(long a, long b) {
    long product = 0;
    for (int bit = 0; bit < 32; bit++) {
      if ((b >>> bit & 1) != 0) {
        product ^= a << bit;
      }
    }
    return product;
  }
}
