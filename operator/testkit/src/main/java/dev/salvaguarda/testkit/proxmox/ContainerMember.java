package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A file or other member of a container.
 *
 * @param type as in a tar: {@code 0} file, {@code 1} hard link, {@code 2} symbolic link, {@code 3}
 *     and {@code 4} devices, {@code 5} folder, {@code 6} pipe
 * @param name below the root, with {@code ./} before it; each char is one byte of it
 * @param link where a link leads, else empty
 * @param mode permission bits
 * @param size of a file in bytes
 * @param seed of the content
 * @param attributes extended attributes by their pax names
 * @param holes how many zeros stand before a file's content, none of which is archived
 */
public record ContainerMember(
    char type,
    String name,
    String link,
    int mode,
    int size,
    long seed,
    Map<String, String> attributes,
    int holes) {
  private static final int SECTION = 64 * 1024;

  public ContainerMember {
    attributes = Map.copyOf(attributes);
  }

  static ContainerMember of(char type, String name, String link, int mode) {
    return new ContainerMember(type, name, link, mode, 0, 0, Map.of(), 0);
  }

  static ContainerMember file(String name, int size, long seed) {
    return new ContainerMember('0', name, "", 0644, size, seed, Map.of(), 0);
  }

  ContainerMember withAttribute(String key, String value) {
    return new ContainerMember(type, name, link, mode, size, seed, Map.of(key, value), holes);
  }

  ContainerMember behindHoles(int zeros) {
    return new ContainerMember(type, name, link, mode, size, seed, attributes, zeros);
  }

  /** What is archived of a file's content: all but its holes. */
  InputStream data() {
    return new InputStream() {
      private int at;
      private byte[] section = new byte[0];

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (at == size) {
          return -1;
        }
        if (at % SECTION == 0) {
          section = new byte[SECTION];
          new SplittableRandom(seed * 31 + at).nextBytes(section);
        }
        int from = at % SECTION;
        int count = Math.min(Math.min(length, size - at), SECTION - from);
        System.arraycopy(section, from, into, offset, count);
        at += count;
        return count;
      }
    };
  }

  /** SHA-256 of a file's whole content, holes included, in hexadecimal digits. */
  public String sha256() {
    try (InputStream all = data()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(new byte[holes]);
      byte[] buffer = new byte[SECTION];
      for (int read = all.read(buffer); read >= 0; read = all.read(buffer)) {
        digest.update(Arrays.copyOf(buffer, read));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
