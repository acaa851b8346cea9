package dev.salvaguarda.testkit.proxmox;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an archive holds, read by its specification and in no hurry. */
final class ArchiveCheck {
  private final ByteBuffer archive;
  private final Map<Integer, byte[]> drives = new HashMap<>();
  private final List<String> places = new ArrayList<>();

  ArchiveCheck(byte[] archive) {
    this.archive = ByteBuffer.wrap(archive);
    for (int id = 1; id < 255; id++) {
      long size = this.archive.getLong(4096 + 32 * id + 8);
      if (size > 0) {
        drives.put(id, new byte[(int) Math.ceilDiv(size, 65536) * 65536]);
      }
    }
    int at = this.archive.getInt(56);
    while (at < archive.length) {
      at = readExtent(at);
    }
  }

  UUID uuid() {
    return new UUID(archive.getLong(8), archive.getLong(16));
  }

  /** Drive and cluster of everything that came, in order. */
  List<String> places() {
    return places;
  }

  boolean isComplete() {
    long wanted = drives.values().stream().mapToLong(drive -> drive.length / 65536).sum();
    return places.size() == wanted && places.stream().distinct().count() == wanted;
  }

  String sha256(int id) throws Exception {
    byte[] drive = drives.getOrDefault(id, new byte[0]);
    int size = (int) archive.getLong(4096 + 32 * id + 8);
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(drive, size)));
  }

  private int readExtent(int at) {
    int next = at + 512;
    for (int slot = 0; slot < 59; slot++) {
      int mask = archive.getShort(at + 40 + 8 * slot) & 0xffff;
      int id = archive.get(at + 43 + 8 * slot) & 0xff;
      int cluster = archive.getInt(at + 44 + 8 * slot);
      if (id == 0) {
        continue;
      }
      places.add(id + "/" + cluster);
      for (int block = 0; block < 16; block++) {
        if ((mask & 1 << block) != 0) {
          archive.get(
              next, drives.getOrDefault(id, new byte[0]), cluster * 65536 + block * 4096, 4096);
          next += 4096;
        }
      }
    }
    return next;
  }
}
