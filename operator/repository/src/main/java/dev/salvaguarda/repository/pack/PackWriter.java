package dev.salvaguarda.repository.pack;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.FileId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts sealed blobs one behind the other until {@link #finish()} adds the header. For one thread at
 * a time, and for one pack: make a new one afterwards.
 */
public final class PackWriter {
  /** Readers refuse headers much larger than this many entries make. */
  private static final int MAX_BLOBS = 100_000;

  private static final int FIRST_CAPACITY = 1 << 20;

  private final CipherKey key;
  private final int targetLength;
  private final List<PackedBlob> blobs = new ArrayList<>();
  private byte[] buffer;
  private int length;

  /**
   * Begins a pack.
   *
   * @param targetLength bytes after which {@link #isFull()} says so; the pack may become longer by
   *     one blob and the header
   */
  public PackWriter(CipherKey key, int targetLength) {
    this.key = key;
    this.targetLength = targetLength;
    this.buffer = new byte[Math.min(targetLength, FIRST_CAPACITY)];
  }

  /** Appends a blob. */
  public void add(SealedBlob blob) {
    ensureCapacity(length + blob.length());
    blob.copyTo(buffer, length);
    blobs.add(new PackedBlob(blob.type(), blob.id(), length, blob.length(), blob.plainLength()));
    length += blob.length();
  }

  /** Whether the pack reached its target and should be finished. */
  public boolean isFull() {
    return length + PackHeader.maxLength(blobs.size()) >= targetLength || blobs.size() >= MAX_BLOBS;
  }

  public boolean isEmpty() {
    return blobs.isEmpty();
  }

  /** Bytes so far, without the header. */
  public int length() {
    return length;
  }

  /** Adds the header and names the pack. */
  public FinishedPack finish() {
    byte[] entries = PackHeader.encode(blobs);
    int sealedLength = entries.length + CipherKey.OVERHEAD;
    ensureCapacity(length + sealedLength + PackHeader.TRAILER_LENGTH);
    key.seal(entries, 0, entries.length, buffer, length);
    length += sealedLength;
    for (int i = 0; i < PackHeader.TRAILER_LENGTH; i++) {
      buffer[length++] = (byte) (sealedLength >>> (8 * i));
    }
    return new FinishedPack(FileId.ofContent(buffer, 0, length), buffer, length, blobs);
  }

  private void ensureCapacity(int needed) {
    if (needed > buffer.length) {
      int doubled = (int) Math.min(2L * buffer.length, targetLength + (long) FIRST_CAPACITY);
      buffer = Arrays.copyOf(buffer, Math.max(needed, doubled));
    }
  }
}
