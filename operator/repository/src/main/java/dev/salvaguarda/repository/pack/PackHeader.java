package dev.salvaguarda.repository.pack;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of blobs at the end of a pack: sealed entries, then the length of the sealed entries as
 * four bytes, little endian. Offsets are not stored; blobs follow each other from the start.
 */
public final class PackHeader {
  /** Bytes of the length at the very end. */
  public static final int TRAILER_LENGTH = Integer.BYTES;

  private static final byte DATA = 0;
  private static final byte TREE = 1;
  private static final byte COMPRESSED_DATA = 2;
  private static final byte COMPRESSED_TREE = 3;

  private static final int PLAIN_ENTRY = 1 + Integer.BYTES + BlobId.LENGTH;
  private static final int COMPRESSED_ENTRY = PLAIN_ENTRY + Integer.BYTES;

  private PackHeader() {}

  /** Bytes of a pack that holds these blobs and nothing else, header and all. */
  public static long packLength(List<PackedBlob> blobs) {
    long contents = blobs.stream().mapToLong(PackedBlob::length).sum();
    return contents + entriesLength(blobs) + CipherKey.OVERHEAD + TRAILER_LENGTH;
  }

  private static int entriesLength(List<PackedBlob> blobs) {
    return blobs.stream().mapToInt(b -> b.isCompressed() ? COMPRESSED_ENTRY : PLAIN_ENTRY).sum();
  }

  /** The entries of blobs that follow each other from the start of a pack, not sealed yet. */
  public static byte[] encode(List<PackedBlob> blobs) {
    ByteBuffer out = ByteBuffer.allocate(entriesLength(blobs)).order(ByteOrder.LITTLE_ENDIAN);
    for (PackedBlob blob : blobs) {
      out.put(code(blob)).putInt(blob.length());
      if (blob.isCompressed()) {
        out.putInt(blob.plainLength());
      }
      blob.id().writeTo(out.array(), out.position());
      out.position(out.position() + BlobId.LENGTH);
    }
    return out.array();
  }

  private static byte code(PackedBlob blob) {
    return switch (blob.type()) {
      case DATA -> blob.isCompressed() ? COMPRESSED_DATA : DATA;
      case TREE -> blob.isCompressed() ? COMPRESSED_TREE : TREE;
    };
  }

  /** Length of the sealed header as its trailer says; checked against the pack's size. */
  static int sealedLength(byte[] trailer, int offset, long packSize) {
    int length = ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    if (length < CipherKey.OVERHEAD || length > packSize - TRAILER_LENGTH) {
      throw corrupt("a header of impossible length");
    }
    return length;
  }

  /**
   * Reads opened header entries.
   *
   * @param contentLength bytes of the pack before the header, which the entries must fill exactly
   */
  static List<PackedBlob> decode(byte[] entries, long contentLength) {
    ByteBuffer in = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
    List<PackedBlob> blobs = new ArrayList<>();
    long offset = 0;
    while (in.hasRemaining()) {
      PackedBlob blob = decodeEntry(in, entries, Math.toIntExact(offset));
      offset += blob.length();
      if (blob.length() < CipherKey.OVERHEAD || offset > contentLength) {
        throw corrupt("a blob that does not fit into it");
      }
      blobs.add(blob);
    }
    if (offset != contentLength) {
      throw corrupt("bytes that belong to no blob");
    }
    return blobs;
  }

  private static PackedBlob decodeEntry(ByteBuffer in, byte[] entries, int offset) {
    byte code = in.get();
    boolean compressed = code == COMPRESSED_DATA || code == COMPRESSED_TREE;
    if (in.remaining() < (compressed ? COMPRESSED_ENTRY : PLAIN_ENTRY) - 1) {
      throw corrupt("an entry that is cut off");
    }
    BlobType type =
        switch (code) {
          case DATA, COMPRESSED_DATA -> BlobType.DATA;
          case TREE, COMPRESSED_TREE -> BlobType.TREE;
          default -> throw corrupt("an entry of unknown type " + code);
        };
    int length = in.getInt();
    int plainLength = compressed ? in.getInt() : 0;
    BlobId id = BlobId.at(entries, in.position());
    in.position(in.position() + BlobId.LENGTH);
    if (plainLength < 0) {
      throw corrupt("a blob of impossible length");
    }
    return new PackedBlob(type, id, offset, length, plainLength);
  }

  static RepositoryException corrupt(String what) {
    return new RepositoryException(Reason.CORRUPT, "A pack has " + what + ".");
  }
}
