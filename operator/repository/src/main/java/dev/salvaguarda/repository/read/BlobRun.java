package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayList;
import java.util.List;

/** Blobs that lie close together in one pack, so that one request fetches them. */
final class BlobRun {
  /** Sealed and plain bytes of a blob beyond which it is read by itself; pieces have 8 MiB. */
  static final int LARGE = 20 << 20;

  private final FileId pack;
  private final List<PackedBlob> blobs = new ArrayList<>();
  private final int offset;
  private long end;
  private long room;

  BlobRun(FileId pack, PackedBlob first) {
    this.pack = pack;
    this.offset = first.offset();
    this.end = offset;
    add(first);
  }

  /** Adds a blob that lies no earlier than those before it. */
  void add(PackedBlob blob) {
    blobs.add(blob);
    end = Math.max(end, endOf(blob));
    room += roomOf(blob);
  }

  /** Bytes between the end and a blob that lies behind it; at most 0 if they touch. */
  long gapTo(PackedBlob blob) {
    return blob.offset() - end;
  }

  /** Bytes to be read if this blob were added. */
  long lengthWith(PackedBlob blob) {
    return Math.max(end, endOf(blob)) - offset;
  }

  private static long endOf(PackedBlob blob) {
    return (long) blob.offset() + blob.length();
  }

  /** Bytes that hold a blob as it is and as it was sealed, which can be longer than it is. */
  static int roomOf(PackedBlob blob) {
    return Math.max(blob.contentLength(), blob.unsealedLength());
  }

  FileId pack() {
    return pack;
  }

  int offset() {
    return offset;
  }

  int length() {
    return Math.toIntExact(end - offset);
  }

  /** Bytes of memory that hold what is fetched, and behind it what is in it; 0 if it is large. */
  long space() {
    return isLarge() ? 0 : end - offset + room;
  }

  /** Whether it is one blob that takes no memory before it is known to be there. */
  boolean isLarge() {
    return isLarge(blobs.getFirst());
  }

  static boolean isLarge(PackedBlob blob) {
    return blob.length() < 0 || blob.length() + (long) roomOf(blob) > LARGE;
  }

  /** Each blob once, in the order of the pack. */
  List<PackedBlob> blobs() {
    return blobs;
  }
}
