package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;

/** A drive on one day. */
public final class DriveContent {
  /** The cluster in which the first partition begins. */
  private static final int PARTITION_CLUSTER = 16;

  private final DriveImage image;
  private final Map<Long, Integer> changes;

  DriveContent(DriveImage image, Map<Long, Integer> changes) {
    this.image = image;
    this.changes = Map.copyOf(changes);
  }

  /** Whose content this is. */
  public DriveImage image() {
    return image;
  }

  /** A cluster of 65,536 bytes; what lies beyond the end of the drive is zero. */
  public byte[] cluster(int number) {
    byte[] content = new byte[DriveImage.CLUSTER];
    int blocks = DriveImage.CLUSTER / DriveImage.BLOCK;
    for (int i = 0; i < blocks; i++) {
      fill(content, i * DriveImage.BLOCK, (long) number * blocks + i, image.isFilled(number));
    }
    if (image.isPartitioned() && number == 0) {
      new DiskLabel(image.size(), image.seed()).writeTo(content);
    }
    if (image.isPartitioned() && number == PARTITION_CLUSTER) {
      new DiskLabel(image.size(), image.seed()).writeSuperblockTo(content);
    }
    long left = image.size() - (long) number * DriveImage.CLUSTER;
    if (left < content.length) {
      Arrays.fill(content, (int) left, content.length, (byte) 0);
    }
    return content;
  }

  /** The whole drive, in order. */
  public InputStream stream() {
    return new InputStream() {
      private int next;
      private byte[] content = new byte[0];
      private int at;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (at == content.length) {
          if (next == image.clusters()) {
            return -1;
          }
          content = Arrays.copyOf(cluster(next), length(next));
          next++;
          at = 0;
        }
        int count = Math.min(length, content.length - at);
        System.arraycopy(content, at, into, offset, count);
        at += count;
        return count;
      }
    };
  }

  /** SHA-256 of the whole drive, in hexadecimal digits. */
  public String sha256() {
    try (InputStream whole = stream()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[DriveImage.CLUSTER];
      for (int read = whole.read(buffer); read >= 0; read = whole.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the whole drive, in order. */
  public void writeTo(OutputStream output) throws IOException {
    try (InputStream whole = stream()) {
      whole.transferTo(output);
    }
  }

  private int length(int number) {
    return (int) Math.min(DriveImage.CLUSTER, image.size() - (long) number * DriveImage.CLUSTER);
  }

  private void fill(byte[] content, int at, long block, boolean isFilled) {
    int version = changes.getOrDefault(block, isFilled ? 1 : 0);
    SplittableRandom random =
        new SplittableRandom(image.seed() * 1_000_003 + block * 8191 + version);
    // Some blocks of a cluster with data are zero, so that masks have gaps.
    if (version == 0 || (version == 1 && random.nextInt(8) == 0)) {
      return;
    }
    byte[] bytes = new byte[DriveImage.BLOCK];
    random.nextBytes(bytes);
    System.arraycopy(bytes, 0, content, at, bytes.length);
  }
}
