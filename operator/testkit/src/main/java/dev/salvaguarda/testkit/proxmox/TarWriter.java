package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Writes a tar in the pax form as GNU tar does for a container. */
final class TarWriter {
  private static final int BLOCK = 512;
  private static final int RECORD = 20 * BLOCK;
  private static final int NAME = 100;

  /** When every member was changed last, in seconds. */
  private static final long CHANGED = 1_760_000_000L;

  private final OutputStream output;
  private final long readAt;
  private final int process;
  private long written;

  /**
   * @param readAt time of access of every member, in seconds, of which the archive tells
   * @param process the writer's number, which is part of the names of sparse files
   */
  TarWriter(OutputStream output, long readAt, int process) {
    this.output = output;
    this.readAt = readAt;
    this.process = process;
  }

  void write(String name, byte[] content) throws IOException {
    header(name, "", '0', 0640, content.length, 0);
    put(content);
    fill(BLOCK);
  }

  void write(ContainerMember member) throws IOException {
    Map<String, String> pax = new TreeMap<>(member.attributes());
    pax.put("atime", readAt + ".123456789");
    pax.put("ctime", CHANGED + ".5");
    String name = member.name();
    byte[] map = new byte[0];
    if (member.holes() > 0) {
      int slash = name.lastIndexOf('/');
      pax.put("GNU.sparse.major", "1");
      pax.put("GNU.sparse.minor", "0");
      pax.put("GNU.sparse.name", name);
      pax.put("GNU.sparse.realsize", String.valueOf(member.holes() + member.size()));
      name =
          "%s/GNUSparseFile.%d%s"
              .formatted(name.substring(0, slash), process, name.substring(slash));
      map =
          "1\n%d\n%d\n"
              .formatted(member.holes(), member.size())
              .getBytes(StandardCharsets.US_ASCII);
      map = Arrays.copyOf(map, BLOCK);
    }
    if (name.length() > NAME) {
      pax.put("path", name);
    }
    if (member.link().length() > NAME) {
      pax.put("linkpath", member.link());
    }
    extended(pax);
    int device = member.type() == '3' ? 0x0103 : member.type() == '4' ? 0x0700 : 0;
    header(name, member.link(), member.type(), member.mode(), map.length + member.size(), device);
    put(map);
    try (InputStream data = member.data()) {
      put(data.readAllBytes());
    }
    fill(BLOCK);
  }

  /** Two empty blocks, and more until a record is full. */
  void finish() throws IOException {
    put(new byte[2 * BLOCK]);
    fill(RECORD);
    output.flush();
  }

  long written() {
    return written;
  }

  private void extended(Map<String, String> pax) throws IOException {
    StringBuilder records = new StringBuilder();
    pax.forEach((key, value) -> {
      int rest = key.length() + value.length() + 3;
      int length = rest + String.valueOf(rest).length();
      length = rest + String.valueOf(length).length();
      records.append("%d %s=%s\n".formatted(length, key, value));
    });
    byte[] content = records.toString().getBytes(StandardCharsets.ISO_8859_1);
    header("./PaxHeaders/x", "", 'x', 0644, content.length, 0);
    put(content);
    fill(BLOCK);
  }

  private void header(String name, String link, char type, int mode, int size, int device)
      throws IOException {
    byte[] block = new byte[BLOCK];
    text(block, 0, name, NAME);
    text(block, 100, "%07o".formatted(mode), 8);
    text(block, 108, "%07o".formatted(100_000), 8);
    text(block, 116, "%07o".formatted(100_000), 8);
    text(block, 124, "%011o".formatted(size), 12);
    text(block, 136, "%011o".formatted(CHANGED), 12);
    text(block, 148, " ".repeat(8), 8);
    block[156] = (byte) type;
    text(block, 157, link, NAME);
    text(block, 257, "ustar\00000", 8);
    text(block, 329, "%07o".formatted(device >>> 8), 8);
    text(block, 337, "%07o".formatted(device & 0xff), 8);
    int sum = 0;
    for (byte one : block) {
      sum += one & 0xff;
    }
    text(block, 148, "%06o\0 ".formatted(sum), 8);
    put(block);
  }

  private static void text(byte[] block, int at, String text, int room) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, room));
  }

  private void put(byte[] bytes) throws IOException {
    output.write(bytes);
    written += bytes.length;
  }

  private void fill(int unit) throws IOException {
    put(new byte[(int) Math.floorMod(-written, (long) unit)]);
  }
}
