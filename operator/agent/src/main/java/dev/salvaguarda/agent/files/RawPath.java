package dev.salvaguarda.agent.files;

import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.repository.tree.ByteString;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The path of an entry, both as the Java library wants it and as the bytes that the file system
 * has. A {@link Path} keeps the bytes it was made of, but shows them only percent-encoded.
 *
 * @param path for calls of the library
 * @param bytes of the same path, absolute
 * @param components characters of the path's components below the tree's root, for patterns
 */
public record RawPath(Path path, ByteString bytes, List<int[]> components) {
  /** Room for a path in a message, so that the cause beside it is never what is cut. */
  private static final int SHOWN = 160;

  /** The root of a tree. */
  static RawPath root(Path root) {
    Path absolute = root.toAbsolutePath();
    return new RawPath(absolute, ByteString.of(decoded(absolute)), List.of());
  }

  /** An entry of this directory by its bytes. */
  RawPath entry(ByteString name) {
    String text = name.toString();
    if (text.chars().allMatch(c -> c < 128)) {
      return entry(path.resolve(text), name);
    }
    URI directory = URI.create("file://" + percentEncoded(bytes.toByteArray()));
    return entry(Path.of(URI.create(directory + "/" + percentEncoded(name.toByteArray()))), name);
  }

  /** The last component. */
  ByteString name() {
    byte[] all = bytes.toByteArray();
    int slash = all.length;
    while (all[slash - 1] != '/') {
      slash--;
    }
    return ByteString.of(Arrays.copyOfRange(all, slash, all.length));
  }

  private RawPath entry(Path listed, ByteString name) {
    byte[] parent = bytes.toByteArray();
    boolean slash = parent[parent.length - 1] == '/';
    byte[] joined = Arrays.copyOf(parent, parent.length + (slash ? 0 : 1) + name.length());
    joined[joined.length - name.length() - 1] = '/';
    System.arraycopy(name.toByteArray(), 0, joined, joined.length - name.length(), name.length());
    List<int[]> below = new ArrayList<>(components);
    below.add(characters(name.toByteArray()));
    return new RawPath(listed, ByteString.of(joined), below);
  }

  /** The bytes of a listed entry's name. */
  static ByteString nameOf(Path listed) {
    String text = String.valueOf(listed.getFileName());
    if (text.chars().allMatch(c -> c < 128)) {
      return ByteString.of(text);
    }
    byte[] all = decoded(listed);
    int end = all[all.length - 1] == '/' ? all.length - 1 : all.length;
    int start = end;
    while (all[start - 1] != '/') {
      start--;
    }
    return ByteString.of(Arrays.copyOfRange(all, start, end));
  }

  /** Code points; each byte that is not UTF-8 counts as one U+FFFD, as in Go. */
  public static int[] characters(byte[] name) {
    int[] characters = new int[name.length];
    int count = 0;
    for (int at = 0; at < name.length; count++) {
      int length = 1;
      int codePoint = name[at];
      if (name[at] < 0) {
        codePoint = 0xFFFD;
        for (int tried = 2; tried <= 4 && at + tried <= name.length; tried++) {
          String one = new String(name, at, tried, StandardCharsets.UTF_8);
          boolean whole = one.codePointCount(0, one.length()) == 1;
          if (whole
              && Arrays.equals(one.getBytes(StandardCharsets.UTF_8), slice(name, at, tried))) {
            codePoint = one.codePointAt(0);
            length = tried;
            break;
          }
        }
      }
      characters[count] = codePoint;
      at += length;
    }
    return Arrays.copyOf(characters, count);
  }

  private static byte[] slice(byte[] bytes, int at, int length) {
    return Arrays.copyOfRange(bytes, at, at + length);
  }

  private static byte[] decoded(Path path) {
    String encoded = path.toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    byte[] all = bytes.toByteArray();
    // The library marks directories with a slash at the end.
    int end = all.length > 1 && all[all.length - 1] == '/' ? all.length - 1 : all.length;
    return Arrays.copyOf(all, end);
  }

  private static String percentEncoded(byte[] bytes) {
    StringBuilder encoded = new StringBuilder(bytes.length * 3);
    for (byte b : bytes) {
      boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '/';
      if (plain) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(java.util.HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /**
   * The path for a person, from the tree's root, as an exclude takes it. Control characters are
   * shown as U+FFFD; a path beyond {@value #SHOWN} characters is cut in its middle.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(components.isEmpty() ? "/" : "");
    for (int[] component : components) {
      text.append('/');
      for (int c : component) {
        text.appendCodePoint(Character.isISOControl(c) ? 0xFFFD : c);
      }
    }
    return Sentence.cutInTheMiddle(text.toString(), SHOWN);
  }
}
