package dev.salvaguarda.repository.pack;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;

/**
 * A blob's place in a pack.
 *
 * @param offset of its sealed bytes in the pack
 * @param length of its sealed bytes
 * @param plainLength of the expanded content when the blob is compressed; 0 means that it is stored
 *     uncompressed
 */
public record PackedBlob(BlobType type, BlobId id, int offset, int length, int plainLength) {

  public BlobHandle handle() {
    return new BlobHandle(type, id);
  }

  public boolean isCompressed() {
    return plainLength != 0;
  }

  /** Bytes of what was sealed, compressed or not. */
  public int unsealedLength() {
    return Math.max(0, length - CipherKey.OVERHEAD);
  }

  /** Bytes of the content. */
  public int contentLength() {
    return isCompressed() ? plainLength : unsealedLength();
  }
}
