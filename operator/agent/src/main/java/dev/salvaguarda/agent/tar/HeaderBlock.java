package dev.salvaguarda.agent.tar;

import java.math.BigInteger;
import java.util.Arrays;

/** The 512 bytes before a member. All methods throw where a field is not what it has to be. */
final class HeaderBlock {
  static final int SIZE = 512;
  private static final int SUM_AT = 148;
  private static final int SUM_LENGTH = 8;
  private static final int MAGIC_AT = 257;
  private static final byte[] POSIX = {'u', 's', 't', 'a', 'r', 0, '0', '0'};
  private static final byte[] GNU = {'u', 's', 't', 'a', 'r', ' ', ' ', 0};

  private final byte[] bytes;

  /** A block whose checksum is right. */
  HeaderBlock(byte[] bytes) throws TarException {
    this.bytes = bytes;
    if (!magicIs(POSIX) && !magicIs(GNU)) {
      throw TarException.damaged("no member begins where one should");
    }
    if (number(SUM_AT, SUM_LENGTH) != sum()) {
      throw TarException.damaged("the checksum of a header is another");
    }
  }

  static boolean isEmpty(byte[] block) {
    for (byte one : block) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  char type() {
    return (char) (bytes[156] & 0xff);
  }

  byte[] name() {
    byte[] name = text(0, 100);
    byte[] prefix = magicIs(POSIX) ? text(345, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  byte[] link() {
    return text(157, 100);
  }

  byte[] user() {
    return text(265, 32);
  }

  byte[] group() {
    return text(297, 32);
  }

  int permissions() throws TarException {
    return (int) (number(100, 8) & 07777);
  }

  long uid() throws TarException {
    return notNegative(number(108, 8), "the number of a user");
  }

  long gid() throws TarException {
    return notNegative(number(116, 8), "the number of a group");
  }

  long size() throws TarException {
    return notNegative(number(124, 12), "the size of a member");
  }

  long modified() throws TarException {
    return number(136, 12);
  }

  /** As Linux packs them. */
  long device() throws TarException {
    long major = notNegative(number(329, 8), "a device's number");
    long minor = notNegative(number(337, 8), "a device's number");
    return (major & 0xfffff000L) << 32
        | (major & 0xfff) << 8
        | (minor & 0xffffff00L) << 12
        | (minor & 0xff);
  }

  static long notNegative(long number, String what) throws TarException {
    if (number < 0) {
      throw TarException.damaged(what + " is negative");
    }
    return number;
  }

  private boolean magicIs(byte[] magic) {
    return Arrays.equals(bytes, MAGIC_AT, MAGIC_AT + magic.length, magic, 0, magic.length);
  }

  private long sum() {
    long sum = 0;
    for (int at = 0; at < bytes.length; at++) {
      sum += at >= SUM_AT && at < SUM_AT + SUM_LENGTH ? ' ' : bytes[at] & 0xff;
    }
    return sum;
  }

  private byte[] text(int at, int length) {
    int end = at;
    while (end < at + length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(bytes, at, end);
  }

  private long number(int at, int length) throws TarException {
    if ((bytes[at] & 0x80) != 0) {
      return binary(at, length);
    }
    int from = at;
    int to = at + length;
    while (from < to && bytes[from] == ' ') {
      from++;
    }
    long number = 0;
    while (from < to && bytes[from] >= '0' && bytes[from] <= '7') {
      // At most twelve digits of three bits.
      number = number << 3 | bytes[from] - '0';
      from++;
    }
    for (; from < to; from++) {
      if (bytes[from] != 0 && bytes[from] != ' ') {
        throw TarException.damaged("a header has no number where one should be");
      }
    }
    return number;
  }

  /** As GNU tar writes what has too many digits: of base 256, after a bit that says so. */
  private long binary(int at, int length) throws TarException {
    byte[] digits = Arrays.copyOfRange(bytes, at, at + length);
    BigInteger number;
    if (digits[0] == (byte) 0xff) {
      number = new BigInteger(digits);
    } else {
      digits[0] &= 0x7f;
      number = new BigInteger(1, digits);
    }
    if (number.bitLength() > 63) {
      throw TarException.damaged("a number in a header is too large");
    }
    return number.longValue();
  }
}
