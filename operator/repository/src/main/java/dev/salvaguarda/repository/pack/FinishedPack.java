package dev.salvaguarda.repository.pack;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.util.List;

/** A complete pack in memory: the first {@link #length()} bytes of {@link #buffer()}. */
public final class FinishedPack {
  private final FileId id;
  private final byte[] buffer;
  private final int length;
  private final List<PackedBlob> blobs;

  FinishedPack(FileId id, byte[] buffer, int length, List<PackedBlob> blobs) {
    this.id = id;
    this.buffer = buffer;
    this.length = length;
    this.blobs = List.copyOf(blobs);
  }

  public FileId id() {
    return id;
  }

  /** The bytes themselves, not a copy, since a pack is large; nobody changes them. */
  public byte[] buffer() {
    return buffer;
  }

  public int length() {
    return length;
  }

  public List<PackedBlob> blobs() {
    return blobs;
  }

  /**
   * Proves that the buffer still is a good pack: hash, header, and every blob opened, expanded and
   * hashed. Broken memory is found here, before the only copy of the data is trusted to it.
   *
   * @throws RepositoryException {@code CORRUPT} with what is wrong
   */
  public void verify(CipherKey key) {
    if (!FileId.ofContent(buffer, 0, length).equals(id)) {
      throw new RepositoryException(
          Reason.CORRUPT,
          "The pack %s changed in memory before its upload.".formatted(id.abbreviated()));
    }
    List<PackedBlob> found = PackReader.header(buffer, length, key);
    if (!found.equals(blobs)) {
      throw PackHeader.corrupt("a header that lists other blobs than were put in");
    }
    for (PackedBlob blob : found) {
      PackReader.open(blob, buffer, blob.offset(), key);
    }
  }
}
