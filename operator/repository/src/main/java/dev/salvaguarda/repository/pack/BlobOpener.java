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
  private byte[] proved = {};

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
    requireSealed(blob, sealed, offset);
    byte[] plain = new byte[blob.contentLength()];
    open(blob, sealed, offset, plain, 0);
    return plain;
  }

  /**
   * Writes the content of a blob to {@code out} from {@code at} on, where there is room for its
   * {@link PackedBlob#contentLength()}. That may be the array that holds the sealed bytes, beside
   * them.
   *
   * @throws RepositoryException {@code CORRUPT} unless the content has the blob's hash
   */
  public void open(PackedBlob blob, byte[] sealed, int offset, byte[] out, int at) {
    requireSealed(blob, sealed, offset);
    if (blob.isCompressed()) {
      expand(blob, sealed, offset, out, at);
    } else {
      unseal(blob, sealed, offset, out, at);
    }
    sha256.update(out, at, blob.contentLength());
    if (!BlobId.at(sha256.digest(), 0).equals(blob.id())) {
      throw corrupt(blob, "does not have the hash that its identifier says");
    }
  }

  /**
   * Fails like {@link #open(PackedBlob, byte[], int)}, and hands nothing out.
   *
   * @throws RepositoryException {@code CORRUPT} unless the content has the blob's hash
   */
  public void prove(PackedBlob blob, byte[] sealed, int offset) {
    requireSealed(blob, sealed, offset);
    proved = atLeast(proved, blob.contentLength());
    open(blob, sealed, offset, proved, 0);
  }

  /**
   * Writes what was sealed to {@code out} from {@code at} on: authentic, still compressed, and not
   * compared with the blob's hash. It has {@link PackedBlob#unsealedLength()} bytes.
   */
  public void unseal(PackedBlob blob, byte[] sealed, int offset, byte[] out, int at) {
    requireSealed(blob, sealed, offset);
    if (!key.open(sealed, offset, blob.length(), out, at)) {
      throw corrupt(blob, "fails its authentication");
    }
  }

  private void expand(PackedBlob blob, byte[] sealed, int offset, byte[] out, int at) {
    opened = atLeast(opened, blob.unsealedLength());
    unseal(blob, sealed, offset, opened, 0);
    int length = blob.plainLength();
    try {
      if (decompressor().decompressByteArray(out, at, length, opened, 0, blob.unsealedLength())
          == length) {
        return;
      }
    } catch (ZstdException e) {
      // Told below.
    }
    throw corrupt(blob, "cannot be decompressed");
  }

  /** Before memory is taken for what an index or a header says of it. */
  private static void requireSealed(PackedBlob blob, byte[] sealed, int offset) {
    if (blob.length() < CipherKey.OVERHEAD || blob.length() > sealed.length - offset) {
      throw corrupt(blob, "fails its authentication");
    }
  }

  private static byte[] atLeast(byte[] array, int length) {
    return array.length >= length ? array : new byte[Math.max(length, 2 * array.length)];
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
