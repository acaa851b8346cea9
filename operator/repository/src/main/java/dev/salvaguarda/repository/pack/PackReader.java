package dev.salvaguarda.repository.pack;

import dev.salvaguarda.repository.crypto.CipherKey;
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
   * The content of one blob; who opens several takes a {@link BlobOpener}.
   *
   * @param sealed holds the sealed bytes at {@code offset}
   * @throws RepositoryException {@code CORRUPT} unless the content has the blob's hash
   */
  public static byte[] open(PackedBlob blob, byte[] sealed, int offset, CipherKey key) {
    try (BlobOpener opener = new BlobOpener(key)) {
      return opener.open(blob, sealed, offset);
    }
  }
}
