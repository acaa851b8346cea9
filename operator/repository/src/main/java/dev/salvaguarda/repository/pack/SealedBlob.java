package dev.salvaguarda.repository.pack;

import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;

/** A blob ready for a pack: compressed if that saves something, encrypted and authenticated. */
public final class SealedBlob {
  private final BlobType type;
  private final BlobId id;
  private final byte[] bytes;
  private final int plainLength;

  private SealedBlob(BlobType type, BlobId id, byte[] bytes, int plainLength) {
    this.type = type;
    this.id = id;
    this.bytes = bytes;
    this.plainLength = plainLength;
  }

  /** Compresses and seals content whose hash {@code id} is. Costs no lock; call it from workers. */
  public static SealedBlob seal(
      CipherKey key, BlobType type, BlobId id, byte[] plain, int offset, int length) {
    byte[] compressed = Zstandard.compress(plain, offset, length);
    if (compressed.length < length) {
      byte[] sealed = new byte[compressed.length + CipherKey.OVERHEAD];
      key.seal(compressed, 0, compressed.length, sealed, 0);
      return new SealedBlob(type, id, sealed, length);
    }
    byte[] sealed = new byte[length + CipherKey.OVERHEAD];
    key.seal(plain, offset, length, sealed, 0);
    return new SealedBlob(type, id, sealed, 0);
  }

  public BlobType type() {
    return type;
  }

  public BlobId id() {
    return id;
  }

  /** Bytes that it takes in a pack. */
  public int length() {
    return bytes.length;
  }

  /** Length of the content if compressed; 0 means that it is stored uncompressed. */
  public int plainLength() {
    return plainLength;
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }
}
