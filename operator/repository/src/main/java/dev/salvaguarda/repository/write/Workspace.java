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
import java.util.Arrays;
import java.util.zip.CRC32C;
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
  private final CRC32C crc = new CRC32C();
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private @Nullable ZstdDecompressCtx decompressor;
  private byte[] compressed = new byte[FIRST_CAPACITY];
  private byte[] expanded = new byte[0];
  private byte[] sealed = new byte[FIRST_CAPACITY];
  private int sealedLength;
  private int plainLength;

  /** Of the content that was named last, taken before it was hashed. */
  private int sum;

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
    sum = sumOf(plain, offset, length);
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
   * Opens what was sealed and compares it with the content it came from, whose name was computed
   * last: broken memory is found here, before the only copy of the data is trusted to it. Bytes are
   * compared, since hashing the same content once more costs many times as much. That the content
   * itself did not change since it was named tells the sum that was taken before.
   */
  boolean isProof(byte[] plain, int offset, int length) {
    byte[] opened = opened();
    return opened != null
        && openedLength() == length
        && Arrays.equals(opened, 0, length, plain, offset, offset + length)
        && sumOf(opened, 0, length) == sum;
  }

  /** The same for content of which only the compressed form is known: its hash is compared. */
  boolean isProof(BlobId id) {
    byte[] opened = opened();
    return opened != null && idOf(opened, 0, openedLength()).equals(id);
  }

  private int openedLength() {
    return plainLength == 0 ? sealedLength - CipherKey.OVERHEAD : plainLength;
  }

  /** Holds the content of what was sealed in its first bytes; null if it can't be opened. */
  private byte @Nullable [] opened() {
    int size = sealedLength - CipherKey.OVERHEAD;
    compressed = grown(compressed, size);
    if (!key.open(sealed, 0, sealedLength, compressed, 0)) {
      return null;
    }
    if (plainLength == 0) {
      return compressed;
    }
    expanded = grown(expanded, plainLength);
    try {
      int length =
          decompressor().decompressByteArray(expanded, 0, plainLength, compressed, 0, size);
      return length == plainLength ? expanded : null;
    } catch (ZstdException e) {
      return null;
    }
  }

  private int sumOf(byte[] content, int offset, int length) {
    crc.reset();
    crc.update(content, offset, length);
    return (int) crc.getValue();
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
