package dev.salvaguarda.agent.vma;

import dev.salvaguarda.repository.tree.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * A guest of a seed, and archives of it that are laid out here by the format's description alone,
 * without the code that is tested.
 *
 * @param configs as they lie in the archive
 * @param drives contents by the id of their drive
 */
record SampleGuest(UUID uuid, List<VmaConfig> configs, Map<VmaDrive, byte[]> drives) {
  private static final int CLUSTER = 65536;
  private static final int BLOCK = 4096;

  /** One cluster's place in an archive. */
  record Place(VmaDrive drive, long number) {}

  static SampleGuest of(Random random) {
    Map<VmaDrive, byte[]> drives = new TreeMap<>(Comparator.comparingInt(VmaDrive::id));
    int id = 0;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      id += 1 + random.nextInt(4);
      byte[] content = content(random);
      drives.put(new VmaDrive(id, "drive-scsi" + id, content.length), content);
    }
    List<VmaConfig> configs = new ArrayList<>();
    configs.add(
        new VmaConfig("qemu-server.conf", ByteString.of(text(random, random.nextInt(1200)))));
    if (random.nextBoolean()) {
      configs.add(
          new VmaConfig("qemu-server.fw", ByteString.of(text(random, random.nextInt(3000)))));
    }
    return new SampleGuest(new UUID(random.nextLong(), random.nextLong()), configs, drives);
  }

  private static byte[] text(Random random, int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (' ' + random.nextInt(90));
    }
    return text;
  }

  private static byte[] content(Random random) {
    // 540672 bytes are those of an EFI disk, which end in the middle of a cluster.
    int size =
        switch (random.nextInt(4)) {
          case 0 -> 540672;
          case 1 -> 1 + random.nextInt(3 * CLUSTER);
          case 2 -> BLOCK * (1 + random.nextInt(40));
          default -> CLUSTER * (1 + random.nextInt(9));
        };
    byte[] content = new byte[size];
    for (int at = 0; at < size; at += BLOCK) {
      if (random.nextInt(3) > 0) {
        byte[] block = new byte[Math.min(BLOCK, size - at)];
        random.nextBytes(block);
        System.arraycopy(block, 0, content, at, block.length);
      }
    }
    return content;
  }

  VmaHeader header() {
    return new VmaHeader(
        uuid, Instant.parse("2026-11-27T01:00:03Z"), configs, List.copyOf(drives.keySet()));
  }

  /** Drive after drive, from their beginnings. */
  List<Place> inOrder() {
    return drives.keySet().stream()
        .flatMap(drive ->
            LongStream.range(0, drive.clusters()).mapToObj(number -> new Place(drive, number)))
        .toList();
  }

  List<Place> inAnyOrder(Random random) {
    List<Place> places = new ArrayList<>(inOrder());
    Collections.shuffle(places, random);
    return places;
  }

  /** An archive with these clusters in this order, so many of them to an extent. */
  byte[] archive(List<Place> places, int perExtent) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      out.write(headerBytes());
      for (int from = 0; from < places.size(); from += perExtent) {
        out.write(extent(places.subList(from, Math.min(from + perExtent, places.size()))));
      }
      if (places.size() % perExtent == 0) {
        out.write(extent(List.of()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An archive by the writer that is tested, drive after drive. */
  byte[] written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (VmaWriter writer = new VmaWriter(out, header())) {
      for (Place place : inOrder()) {
        int at = (int) (place.number() * CLUSTER);
        int length = place.drive().length(place.number());
        byte[] content = Arrays.copyOfRange(contentOf(place.drive()), at, at + length);
        writer.write(place.drive(), place.number(), Arrays.copyOf(content, CLUSTER));
      }
    }
    return out.toByteArray();
  }

  private byte[] headerBytes() throws IOException {
    ByteBuffer fixed = ByteBuffer.allocate(12288);
    fixed.put(new byte[] {'V', 'M', 'A', 0}).putInt(1);
    fixed.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    fixed.putLong(header().created().getEpochSecond());
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    table.write(0);
    int room = 0;
    List<byte[]> texts = new ArrayList<>();
    configs.forEach(config -> {
      texts.add(terminated(config.name()));
      texts.add(config.data().toByteArray());
    });
    drives.keySet().forEach(drive -> texts.add(terminated(drive.name())));
    List<Integer> offsets = new ArrayList<>();
    for (byte[] text : texts) {
      if (room < table.size() + text.length + 2) {
        room += (text.length + 2 + 511) / 512 * 512;
      }
      offsets.add(table.size());
      table.write(
          ByteBuffer.allocate(2)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putShort((short) text.length)
              .array());
      table.write(text);
    }
    fixed.putInt(48, 12288).putInt(52, table.size()).putInt(56, 12288 + room);
    for (int i = 0; i < configs.size(); i++) {
      fixed.putInt(2044 + 4 * i, offsets.get(2 * i)).putInt(3068 + 4 * i, offsets.get(2 * i + 1));
    }
    int next = 2 * configs.size();
    for (VmaDrive drive : drives.keySet()) {
      fixed.putInt(4096 + 32 * drive.id(), offsets.get(next++));
      fixed.putLong(4096 + 32 * drive.id() + 8, drive.size());
    }
    byte[] whole = new byte[12288 + room];
    System.arraycopy(fixed.array(), 0, whole, 0, 12288);
    System.arraycopy(table.toByteArray(), 0, whole, 12288, table.size());
    return summed(whole, whole.length, 32);
  }

  private static byte[] terminated(String name) {
    return (name + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] extent(List<Place> places) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(512);
    head.put(new byte[] {'V', 'M', 'A', 'E'});
    head.putLong(8, uuid.getMostSignificantBits()).putLong(16, uuid.getLeastSignificantBits());
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    for (int slot = 0; slot < places.size(); slot++) {
      Place place = places.get(slot);
      byte[] content = contentOf(place.drive());
      int mask = 0;
      for (int block = 0; block < 16; block++) {
        long at = place.number() * CLUSTER + (long) block * BLOCK;
        byte[] bytes = new byte[BLOCK];
        if (at < content.length) {
          System.arraycopy(content, (int) at, bytes, 0, (int) Math.min(BLOCK, content.length - at));
        }
        if (!Arrays.equals(bytes, new byte[BLOCK])) {
          mask |= 1 << block;
          payload.write(bytes);
        }
      }
      head.putShort(40 + 8 * slot, (short) mask);
      head.put(43 + 8 * slot, (byte) place.drive().id());
      head.putInt(44 + 8 * slot, (int) place.number());
    }
    head.putShort(6, (short) (payload.size() / BLOCK));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(summed(head.array(), 512, 24));
    payload.writeTo(whole);
    return whole.toByteArray();
  }

  byte[] contentOf(VmaDrive drive) {
    return Objects.requireNonNull(drives.get(drive));
  }

  /** Makes a header's checksum right, as somebody would who forges one. */
  static byte[] summed(byte[] bytes, int length, int sumAt) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(bytes, 0, sumAt);
      md5.update(new byte[16]);
      md5.update(bytes, sumAt + 16, length - sumAt - 16);
      System.arraycopy(md5.digest(), 0, bytes, sumAt, 16);
      return bytes;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
