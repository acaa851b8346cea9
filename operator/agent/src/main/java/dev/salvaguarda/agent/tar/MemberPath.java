package dev.salvaguarda.agent.tar;

import dev.salvaguarda.repository.tree.ByteString;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a member stands below the root of its archive: bytes, mostly UTF-8. Ordered so that a
 * directory comes right before what is in it.
 *
 * @param key its names with a NUL between them, which no name contains; empty for the root
 */
public record MemberPath(ByteString key) implements Comparable<MemberPath> {
  /** The root of the archive. */
  public static final MemberPath ROOT = new MemberPath(ByteString.of(""));

  /** Longer ones can't be opened on Linux in one go. */
  private static final int LONGEST = 32 << 10;

  private static final int DEEPEST = 2_048;
  private static final int SHOWN = 200;

  /**
   * The path that an archive writes, such as {@code ./etc/hostname} or {@code ./etc/}.
   *
   * @throws TarException if it leads out of the archive or no file can have it
   */
  static MemberPath of(byte[] written) throws TarException {
    if (written.length > LONGEST) {
      throw bad("is longer than %d bytes".formatted(LONGEST), written);
    }
    ByteArrayOutputStream key = new ByteArrayOutputStream(written.length);
    int depth = 0;
    int end =
        written.length > 1 && written[written.length - 1] == '/'
            ? written.length - 1
            : written.length;
    for (int at = 0; at <= end; ) {
      int slash = at;
      while (slash < end && written[slash] != '/') {
        slash++;
      }
      boolean dot = slash - at == 1 && written[at] == '.';
      if (!(dot && at == 0)) {
        append(written, at, slash, key);
        depth++;
      }
      at = slash + 1;
    }
    if (depth > DEEPEST) {
      throw bad("lies too deep", written);
    }
    return new MemberPath(ByteString.of(key.toByteArray()));
  }

  private static void append(byte[] written, int from, int to, ByteArrayOutputStream key)
      throws TarException {
    int length = to - from;
    if (length == 0 || isDots(written, from, length)) {
      throw bad("leads out of it or nowhere", written);
    }
    if (key.size() > 0) {
      key.write(0);
    }
    for (int at = from; at < to; at++) {
      if (written[at] == 0) {
        throw bad("contains a NUL", written);
      }
      key.write(written[at]);
    }
  }

  private static boolean isDots(byte[] written, int from, int length) {
    return length <= 2 && written[from] == '.' && written[from + length - 1] == '.';
  }

  private static TarException bad(String why, byte[] written) {
    return new TarException(
        TarFault.BAD_NAME,
        "A name in the tar %s: %s.".formatted(why, text(ByteString.of(written))));
  }

  /** Its names, outermost first; none for the root. */
  public List<ByteString> names() {
    List<ByteString> names = new ArrayList<>();
    byte[] bytes = key.toByteArray();
    for (int at = 0; at < bytes.length; ) {
      int end = at;
      while (end < bytes.length && bytes[end] != 0) {
        end++;
      }
      names.add(ByteString.of(Arrays.copyOfRange(bytes, at, end)));
      at = end + 1;
    }
    return names;
  }

  public boolean isRoot() {
    return key.length() == 0;
  }

  /** For people: shortened, and without characters that do something. */
  public String text() {
    return "/" + text(ByteString.of(slashed()));
  }

  private byte[] slashed() {
    byte[] bytes = key.toByteArray();
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == 0) {
        bytes[at] = '/';
      }
    }
    return bytes;
  }

  private static String text(ByteString bytes) {
    String text = bytes.toString().replaceAll("\\p{C}", "?");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  @Override
  public int compareTo(MemberPath other) {
    return key.compareTo(other.key);
  }
}
