package dev.salvaguarda.repository.write;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobId;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * What one thread needs to turn content into a sealed blob. Everything in it is used again for the
 * next blob: contexts of the compressor cost more than compressing a small blob.
 */
final class Workspace implements AutoCloseable {
  private static final int FIRST_CAPACITY = 64 << 10;

  private final CipherKey key;
  private final MessageDigest sha256 = newSha256();
  private final byte[] hash = new byte[BlobId.LENGTH];
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private @Nullable ZstdDecompressCtx decompressor;
  private byte[] compressed = new byte[FIRST_CAPACITY];
  private byte[] expanded = new byte[0];
  private byte[] sealed = new byte[FIRST_CAPACITY];
  private int sealedLength;
  private int plainLength;

  Workspace(CipherKey key) {
    this.key = key;
  }

  static MessageDigest newSha256() {
    return newDigest("SHA-256");
  }

  static MessageDigest newDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  BlobId idOf(byte[] plain, int offset, int length) {
    try {
      sha256.update(plain, offset, length);
      sha256.digest(hash, 0, hash.length);
      return BlobId.at(hash, 0);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 has 32 bytes", e);
    }
  }

  /** Compresses the content, unless that makes it longer, and seals it. */
  void compressAndSeal(byte[] plain, int offset, int length, int level) {
    compressor.setLevel(level);
    compressed = grown(compressed, Zstandard.bound(length));
    int size =
        compressor.compressByteArray(compressed, 0, compressed.length, plain, offset, length);
    if (size < length) {
      seal(compressed, 0, size, length);
    } else {
      seal(plain, offset, length, 0);
    }
  }

  /** Seals content that is compressed already; {@code expandedLength} 0 means it is not. */
  void seal(byte[] content, int offset, int length, int expandedLength) {
    sealed = grown(sealed, length + CipherKey.OVERHEAD);
    sealedLength = key.seal(content, offset, length, sealed, 0);
    plainLength = expandedLength;
  }

  /**
   * Opens what was sealed and compares its hash: broken memory is found here, before the only copy
   * of the data is trusted to it. The content is written over the plain content it came from.
   */
  boolean isProof(BlobId id, byte[] plain, int offset, int length) {
    if (plainLength == 0) {
      return key.open(sealed, 0, sealedLength, plain, offset)
          && idOf(plain, offset, length).equals(id);
    }
    int size = sealedLength - CipherKey.OVERHEAD;
    compressed = grown(compressed, size);
    if (!key.open(sealed, 0, sealedLength, compressed, 0)) {
      return false;
    }
    try {
      int expanded = decompressor().decompressByteArray(plain, offset, length, compressed, 0, size);
      return expanded == length && idOf(plain, offset, length).equals(id);
    } catch (ZstdException e) {
      return false;
    }
  }

  /** The same for content of which only the compressed form is known. */
  boolean isProof(BlobId id) {
    int length = plainLength == 0 ? sealedLength - CipherKey.OVERHEAD : plainLength;
    expanded = grown(expanded, length);
    return isProof(id, expanded, 0, length);
  }

  /** The sealed bytes; valid until the next blob. */
  byte[] sealed() {
    return sealed;
  }

  int sealedLength() {
    return sealedLength;
  }

  /** Length of the expanded content; 0 if it is stored uncompressed. */
  int plainLength() {
    return plainLength;
  }

  @Override
  public void close() {
    compressor.close();
    if (decompressor != null) {
      decompressor.close();
    }
  }

  private ZstdDecompressCtx decompressor() {
    ZstdDecompressCtx context = decompressor;
    if (context == null) {
      context = new ZstdDecompressCtx();
      decompressor = context;
    }
    return context;
  }

  private static byte[] grown(byte[] buffer, int needed) {
    return buffer.length >= needed ? buffer : new byte[Math.max(needed, buffer.length * 2)];
  }
}
