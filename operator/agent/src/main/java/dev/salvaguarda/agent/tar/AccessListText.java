package dev.salvaguarda.agent.tar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * POSIX access lists as they are written in archives, such as {@code user::rw-} and {@code
 * user:1000:r--}, one entry a line or separated by commas.
 */
final class AccessListText {
  private static final int VERSION = 2;
  private static final long NOBODY = 0xffff_ffffL;
  private static final int ENTRY = 8;

  private AccessListText() {}

  private record Entry(int tag, int permissions, long id) {}

  /**
   * The list as Linux keeps it in an extended attribute; empty if it calls somebody by a name,
   * whose number only the host knows.
   */
  static Optional<byte[]> toAttribute(byte[] text) throws TarException {
    List<Entry> entries = new ArrayList<>();
    for (String line : new String(text, StandardCharsets.UTF_8).split("[,\n]", -1)) {
      int comment = line.indexOf('#');
      String entry = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!entry.isEmpty()) {
        Optional<Entry> read = entry(entry);
        if (read.isEmpty()) {
          return Optional.empty();
        }
        entries.add(read.get());
      }
    }
    entries.sort(Comparator.comparingInt(Entry::tag).thenComparingLong(Entry::id));
    ByteBuffer packed =
        ByteBuffer.allocate(Integer.BYTES + ENTRY * entries.size()).order(ByteOrder.LITTLE_ENDIAN);
    packed.putInt(VERSION);
    for (Entry entry : entries) {
      packed.putShort((short) entry.tag());
      packed.putShort((short) entry.permissions());
      packed.putInt((int) entry.id());
    }
    return Optional.of(packed.array());
  }

  private static Optional<Entry> entry(String text) throws TarException {
    String[] fields = text.split(":", -1);
    if (fields.length < 3 || fields.length > 4) {
      throw notUnderstood();
    }
    boolean named = !fields[1].isEmpty();
    int tag =
        switch (fields[0]) {
          case "user", "u" -> named ? 0x02 : 0x01;
          case "group", "g" -> named ? 0x08 : 0x04;
          case "mask", "m" -> 0x10;
          case "other", "o" -> 0x20;
          default -> throw notUnderstood();
        };
    // star adds the number to the name.
    String id = named && fields.length == 4 ? fields[3] : fields[1];
    if (!named) {
      return Optional.of(new Entry(tag, permissions(fields[2]), NOBODY));
    }
    if (id.equals("root")) {
      return Optional.of(new Entry(tag, permissions(fields[2]), 0));
    }
    if (!id.matches("\\d{1,10}")) {
      return Optional.empty();
    }
    return Optional.of(new Entry(tag, permissions(fields[2]), Long.parseLong(id)));
  }

  private static int permissions(String text) throws TarException {
    if (!text.matches("[r-][w-][x-]")) {
      throw notUnderstood();
    }
    return (text.charAt(0) == 'r' ? 4 : 0)
        | (text.charAt(1) == 'w' ? 2 : 0)
        | (text.charAt(2) == 'x' ? 1 : 0);
  }

  private static TarException notUnderstood() {
    return TarException.damaged("an access list is not one");
  }
}
