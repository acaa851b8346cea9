package dev.salvaguarda.repository.config;

import java.util.random.RandomGenerator;

/**
 * Polynomials over the field of two elements, one bit a coefficient, as restic's content-defined
 * chunker wants them: irreducible and of degree 53.
 */
final class IrreduciblePolynomial {
  static final int DEGREE = 53;

  private IrreduciblePolynomial() {}

  /** A random one; about one in 27 candidates is irreducible. */
  static long random(RandomGenerator random) {
    long top = 1L << DEGREE;
    long candidate;
    do {
      candidate = (random.nextLong() & (top - 1)) | top | 1;
    } while (!isIrreducible(candidate));
    return candidate;
  }

  /**
   * Ben-Or's test: a polynomial of degree n has a factor of degree at most n/2 if and only if it
   * shares a factor with x^(2^i) + x for some i up to n/2.
   */
  static boolean isIrreducible(long polynomial) {
    long x = 0b10;
    long power = x;
    for (int i = 1; i <= degree(polynomial) / 2; i++) {
      power = multiplyModulo(power, power, polynomial);
      if (greatestCommonDivisor(polynomial, power ^ x) != 1) {
        return false;
      }
    }
    return true;
  }

  private static long multiplyModulo(long a, long b, long modulus) {
    int topBit = degree(modulus);
    long product = 0;
    long shifted = a;
    for (long rest = b; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        product ^= shifted;
      }
      shifted <<= 1;
      if ((shifted >>> topBit & 1) != 0) {
        shifted ^= modulus;
      }
    }
    return product;
  }

  private static long greatestCommonDivisor(long a, long b) {
    long larger = a;
    long smaller = b;
    while (smaller != 0) {
      long rest = remainder(larger, smaller);
      larger = smaller;
      smaller = rest;
    }
    return larger;
  }

  private static long remainder(long dividend, long divisor) {
    long rest = dividend;
    while (rest != 0 && degree(rest) >= degree(divisor)) {
      rest ^= divisor << (degree(rest) - degree(divisor));
    }
    return rest;
  }

  private static int degree(long polynomial) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(polynomial);
  }
}
