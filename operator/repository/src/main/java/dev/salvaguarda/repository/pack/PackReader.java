package dev.salvaguarda.repository.pack;

import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.List;

/** Reads packs and the blobs in them; every content handed out has the hash of its identifier. */
public final class PackReader {
  private PackReader() {}

  /** Reads the list of blobs of a whole pack in memory. */
  public static List<PackedBlob> header(byte[] pack, int length, CipherKey key) {
    if (length < PackHeader.TRAILER_LENGTH) {
      throw PackHeader.corrupt("no header");
    }
    int trailer = length - PackHeader.TRAILER_LENGTH;
    int sealed = PackHeader.sealedLength(pack, trailer, length);
    return entries(pack, trailer - sealed, sealed, trailer - sealed, key);
  }

  /** Reads the list of blobs of a stored pack without its contents. */
  public static List<PackedBlob> header(ObjectStore store, FileId pack, CipherKey key) {
    String path = FileType.PACK.key(pack);
    long size =
        store
            .stat(path)
            .orElseThrow(() ->
                new RepositoryException(
                    Reason.OBJECT_MISSING, "The pack %s is missing.".formatted(pack.abbreviated())))
            .size();
    if (size < PackHeader.TRAILER_LENGTH) {
      throw PackHeader.corrupt("no header");
    }
    byte[] trailer = store.get(path, size - PackHeader.TRAILER_LENGTH, PackHeader.TRAILER_LENGTH);
    int length = PackHeader.sealedLength(trailer, 0, size);
    long start = size - PackHeader.TRAILER_LENGTH - length;
    return entries(store.get(path, start, length), 0, length, start, key);
  }

  private static List<PackedBlob> entries(
      byte[] sealed, int offset, int length, long contentLength, CipherKey key) {
    byte[] plain =
        key.open(sealed, offset, length)
            .orElseThrow(() -> PackHeader.corrupt("a header that fails its authentication"));
    return PackHeader.decode(plain, contentLength);
  }

  /**
   * The content of a blob.
   *
   * @param sealed holds the sealed bytes at {@code offset}
   * @throws RepositoryException {@code CORRUPT} unless the content has the blob's hash
   */
  public static byte[] open(PackedBlob blob, byte[] sealed, int offset, CipherKey key) {
    byte[] opened = unseal(blob, sealed, offset, key);
    byte[] plain =
        blob.isCompressed()
            ? Zstandard.expand(opened, 0, opened.length, blob.plainLength())
                .orElseThrow(() -> corrupt(blob, "cannot be decompressed"))
            : opened;
    if (!BlobId.ofContent(plain, 0, plain.length).equals(blob.id())) {
      throw corrupt(blob, "does not have the hash that its identifier says");
    }
    return plain;
  }

  /** What was sealed: authentic, still compressed, and not compared with the blob's hash. */
  public static byte[] unseal(PackedBlob blob, byte[] sealed, int offset, CipherKey key) {
    return key.open(sealed, offset, blob.length())
        .orElseThrow(() -> corrupt(blob, "fails its authentication"));
  }

  private static RepositoryException corrupt(PackedBlob blob, String what) {
    return new RepositoryException(
        Reason.CORRUPT,
        "The %s blob %s %s.".formatted(blob.type().wireName(), blob.id().abbreviated(), what));
  }
}
