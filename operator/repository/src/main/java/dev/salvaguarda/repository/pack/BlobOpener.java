package dev.salvaguarda.repository.pack;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Opens sealed blobs one after the other. What it needs for that serves all of them: a context of
 * the decompressor costs more than expanding a small blob. For one thread.
 */
public final class BlobOpener implements AutoCloseable {
  private final CipherKey key;
  private final MessageDigest sha256;
  private @Nullable ZstdDecompressCtx decompressor;
  private byte[] opened = {};

  /** Opens what was sealed with this key. */
  public BlobOpener(CipherKey key) {
    this.key = key;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The content of a blob.
   *
   * @param sealed holds the sealed bytes at {@code offset}
   * @throws RepositoryException {@code CORRUPT} unless the content has the blob's hash
   */
  public byte[] open(PackedBlob blob, byte[] sealed, int offset) {
    byte[] plain =
        blob.isCompressed() ? expand(blob, sealed, offset) : unseal(blob, sealed, offset);
    if (!BlobId.at(sha256.digest(plain), 0).equals(blob.id())) {
      throw corrupt(blob, "does not have the hash that its identifier says");
    }
    return plain;
  }

  /** What was sealed: authentic, still compressed, and not compared with the blob's hash. */
  public byte[] unseal(PackedBlob blob, byte[] sealed, int offset) {
    return key.open(sealed, offset, blob.length())
        .orElseThrow(() -> corrupt(blob, "fails its authentication"));
  }

  private byte[] expand(PackedBlob blob, byte[] sealed, int offset) {
    int length = Math.clamp(blob.length() - CipherKey.OVERHEAD, 0, sealed.length);
    if (opened.length < length) {
      opened = new byte[Math.max(length, 2 * opened.length)];
    }
    if (!key.open(sealed, offset, blob.length(), opened, 0)) {
      throw corrupt(blob, "fails its authentication");
    }
    byte[] plain = new byte[blob.plainLength()];
    try {
      if (decompressor().decompressByteArray(plain, 0, plain.length, opened, 0, length)
          == plain.length) {
        return plain;
      }
    } catch (ZstdException e) {
      // Told below.
    }
    throw corrupt(blob, "cannot be decompressed");
  }

  private ZstdDecompressCtx decompressor() {
    ZstdDecompressCtx context = decompressor;
    if (context == null) {
      context = new ZstdDecompressCtx();
      decompressor = context;
    }
    return context;
  }

  private static RepositoryException corrupt(PackedBlob blob, String what) {
    return new RepositoryException(
        Reason.CORRUPT,
        "The %s blob %s %s.".formatted(blob.type().wireName(), blob.id().abbreviated(), what));
  }

  @Override
  public void close() {
    if (decompressor != null) {
      decompressor.close();
    }
  }
}
