package dev.salvaguarda.repository.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Poly1305 of whole messages: RFC 8439, section 2.5, for one r and many pads. May be used by many
 * threads.
 *
 * <p>Numbers below 2^130 stand in limbs of 44, 44 and 42 bits. A product of two limbs is cut at bit
 * 44 at once, so that sums need no carries; nothing branches on what is secret. With limbs of at
 * most 2^46 no sum reaches 2^54, and each round leaves limbs below 2^45.
 */
final class Poly1305 {
  static final int BLOCK = 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_44 = (1L << 44) - 1;
  private static final long LOW_42 = (1L << 42) - 1;

  /** Bit 128 of a block, which marks its end, in the third limb. */
  private static final long END = 1L << 40;

  /** The high half of the product of two numbers that were shifted so far begins at bit 44. */
  private static final int SHIFT = 10;

  private final long r0;
  private final long r1;
  private final long r2;

  /** Of an r whose forbidden bits are cleared. */
  Poly1305(byte[] r) {
    long low = (long) LONGS.get(r, 0);
    long high = (long) LONGS.get(r, 8);
    r0 = low & LOW_44;
    r1 = ((low >>> 44) | (high << 20)) & LOW_44;
    r2 = high >>> 24;
  }

  /** Writes the tag of a message into {@code out}; the pad is added in the end. */
  void tag(byte[] message, int offset, int length, byte[] pad, byte[] out, int outOffset) {
    long[] h = new long[3];
    int whole = length / BLOCK * BLOCK;
    add(h, message, offset, whole, END);
    if (whole < length) {
      byte[] last = new byte[BLOCK];
      System.arraycopy(message, offset + whole, last, 0, length - whole);
      last[length - whole] = 1;
      add(h, last, 0, BLOCK, 0);
    }
    finish(h, pad, out, outOffset);
  }

  /** For each block: h = (h + block) * r, where 2^130 counts as 5 and 2^132 as 20. */
  private void add(long[] h, byte[] blocks, int offset, int length, long end) {
    long q1 = 20 * r1;
    long q2 = 20 * r2;
    long upR0 = r0 << SHIFT;
    long upR1 = r1 << SHIFT;
    long upR2 = r2 << SHIFT;
    long upQ1 = q1 << SHIFT;
    long upQ2 = q2 << SHIFT;
    long h0 = h[0];
    long h1 = h[1];
    long h2 = h[2];
    for (int at = offset; at < offset + length; at += BLOCK) {
      long low = (long) LONGS.get(blocks, at);
      long high = (long) LONGS.get(blocks, at + 8);
      h0 += low & LOW_44;
      h1 += ((low >>> 44) | (high << 20)) & LOW_44;
      h2 += (high >>> 24) | end;
      long up0 = h0 << SHIFT;
      long up1 = h1 << SHIFT;
      long up2 = h2 << SHIFT;
      long high0 = high(up0, upR0) + high(up1, upQ2) + high(up2, upQ1);
      long high1 = high(up0, upR1) + high(up1, upR0) + high(up2, upQ2);
      long high2 = high(up0, upR2) + high(up1, upR1) + high(up2, upR0);
      long sum0 = low(h0, r0) + low(h1, q2) + low(h2, q1) + 20 * high2;
      long sum1 = low(h0, r1) + low(h1, r0) + low(h2, q2) + high0;
      long sum2 = low(h0, r2) + low(h1, r1) + low(h2, r0) + high1;
      h0 = (sum0 & LOW_44) + 5 * (sum2 >>> 42);
      h1 = (sum1 & LOW_44) + (sum0 >>> 44);
      h2 = (sum2 & LOW_42) + (sum1 >>> 44);
    }
    h[0] = h0;
    h[1] = h1;
    h[2] = h2;
  }

  private static long high(long a, long b) {
    return Math.multiplyHigh(a, b);
  }

  private static long low(long a, long b) {
    return (a * b) & LOW_44;
  }

  private static void finish(long[] h, byte[] pad, byte[] out, int outOffset) {
    carry(h);
    carry(h);
    long[] less = {h[0] + 5, h[1], h[2] - (1L << 42)};
    less[1] += less[0] >>> 44;
    less[2] += less[1] >>> 44;
    // All ones if h is below 2^130 - 5, and thus is what counts.
    long below = less[2] >> 63;
    long h0 = (h[0] & below) | (less[0] & LOW_44 & ~below);
    long h1 = (h[1] & below) | (less[1] & LOW_44 & ~below);
    long h2 = (h[2] & below) | (less[2] & LOW_42 & ~below);
    long low = h0 | (h1 << 44);
    long padLow = (long) LONGS.get(pad, 0);
    long sum = low + padLow;
    long carry = ((low & padLow) | ((low | padLow) & ~sum)) >>> 63;
    LONGS.set(out, outOffset, sum);
    LONGS.set(out, outOffset + 8, ((h1 >>> 20) | (h2 << 24)) + (long) LONGS.get(pad, 8) + carry);
  }

  private static void carry(long[] h) {
    h[1] += h[0] >>> 44;
    h[2] += h[1] >>> 44;
    h[0] = (h[0] & LOW_44) + 5 * (h[2] >>> 42);
    h[1] &= LOW_44;
    h[2] &= LOW_42;
  }
}
