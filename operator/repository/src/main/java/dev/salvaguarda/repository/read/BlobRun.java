package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Blobs that lie close together in one pack, in the order in which a file wants them, so that one
 * request fetches them. The same blob may be wanted many times, as zeros are, and is fetched once.
 */
final class BlobRun {
  /** Bytes of a run, sealed and expanded alike; only a single larger blob makes a larger run. */
  private static final int MAX_LENGTH = 4 << 20;

  /** Bytes nobody wants are read along if that saves a request. */
  private static final int MAX_GAP = 64 << 10;

  private static final int MAX_WANTED = 1 << 14;

  private final FileId pack;
  private final List<PackedBlob> wanted = new ArrayList<>();
  private final Set<PackedBlob> distinct = new LinkedHashSet<>();
  private final int offset;
  private int end;
  private int plainLength;

  BlobRun(BlobLocation first) {
    this.pack = first.pack();
    this.offset = first.blob().offset();
    this.end = offset;
    add(first.blob());
  }

  /** Adds the next blob of the file if it fits into this run. */
  boolean tryAdd(BlobLocation next) {
    PackedBlob blob = next.blob();
    if (!next.pack().equals(pack) || wanted.size() >= MAX_WANTED) {
      return false;
    }
    if (distinct.contains(blob)) {
      wanted.add(blob);
      return true;
    }
    boolean near = blob.offset() >= end && blob.offset() - end <= MAX_GAP;
    boolean small =
        blob.offset() + blob.length() - offset <= MAX_LENGTH
            && plainLength + plainLengthOf(blob) <= MAX_LENGTH;
    if (near && small) {
      add(blob);
      return true;
    }
    return false;
  }

  private void add(PackedBlob blob) {
    wanted.add(blob);
    distinct.add(blob);
    end = blob.offset() + blob.length();
    plainLength += plainLengthOf(blob);
  }

  static int plainLengthOf(PackedBlob blob) {
    return blob.isCompressed() ? blob.plainLength() : blob.length() - CipherKey.OVERHEAD;
  }

  FileId pack() {
    return pack;
  }

  int offset() {
    return offset;
  }

  int length() {
    return end - offset;
  }

  /** Each blob once. */
  Set<PackedBlob> blobs() {
    return distinct;
  }

  /** The blobs in the file's order. */
  List<PackedBlob> wanted() {
    return wanted;
  }
}
