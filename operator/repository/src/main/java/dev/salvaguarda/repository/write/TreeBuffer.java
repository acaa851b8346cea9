package dev.salvaguarda.repository.write;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Collects the JSON of a tree. What outgrows a limit is hashed and compressed as it comes, so that
 * a directory of 100,000 entries takes the memory of its compressed form, about a third.
 */
final class TreeBuffer extends OutputStream {
  private static final int PLAIN_LIMIT = 1 << 20;

  private final ExposedBytes plain = new ExposedBytes();
  private final ExposedBytes compressed = new ExposedBytes();
  private final MessageDigest sha256 = Workspace.newSha256();
  private @Nullable OutputStream compressor;
  private @Nullable BlobId id;
  private long length;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    length += count;
    if (compressor != null) {
      compress(compressor, bytes, offset, count);
      return;
    }
    plain.write(bytes, offset, count);
    if (plain.size() > PLAIN_LIMIT) {
      compressor = new ZstdOutputStreamNoFinalizer(compressed, Zstandard.DEFAULT_LEVEL);
      compress(compressor, plain.bytes(), 0, plain.size());
      plain.release();
    }
  }

  /** The identifier of what was written; nothing may be written afterwards. */
  BlobId id() throws IOException {
    BlobId known = id;
    if (known == null) {
      known =
          compressor == null
              ? BlobId.ofContent(plain.bytes(), 0, plain.size())
              : ofCompressed(compressor);
      id = known;
    }
    return known;
  }

  /** Stores what was written, after which the buffer is of no use. */
  BlobId storeIn(BlobStorer blobs) throws IOException {
    if (compressor == null) {
      return blobs.store(BlobType.TREE, plain.bytes(), 0, plain.size(), Zstandard.DEFAULT_LEVEL);
    }
    blobs.storeCompressed(
        new BlobHandle(BlobType.TREE, id()),
        compressed.bytes(),
        compressed.size(),
        Math.toIntExact(length));
    return id();
  }

  private BlobId ofCompressed(OutputStream written) throws IOException {
    written.close();
    BlobId made = BlobId.at(sha256.digest(), 0);
    prove(made);
    return made;
  }

  private void compress(OutputStream out, byte[] bytes, int offset, int count) throws IOException {
    sha256.update(bytes, offset, count);
    out.write(bytes, offset, count);
  }

  private void prove(BlobId made) throws IOException {
    try (InputStream expanded =
            new ZstdInputStreamNoFinalizer(
                new ByteArrayInputStream(compressed.bytes(), 0, compressed.size()));
        DigestInputStream hashed = new DigestInputStream(expanded, Workspace.newSha256())) {
      hashed.transferTo(OutputStream.nullOutputStream());
      if (!BlobId.at(hashed.getMessageDigest().digest(), 0).equals(made)) {
        throw new RepositoryException(
            Reason.CORRUPT,
            "The tree blob %s could not be read back from memory; this machine may have a fault."
                .formatted(made.abbreviated()));
      }
    }
  }

  /** Bytes in memory that can be read without a copy. */
  private static final class ExposedBytes extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }

    void release() {
      buf = new byte[0];
      count = 0;
    }
  }
}
