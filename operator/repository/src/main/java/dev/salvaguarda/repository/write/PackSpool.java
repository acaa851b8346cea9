package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.StagedFile;
import dev.salvaguarda.repository.pack.PackHeader;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A pack that grows in a file of the scratch directory: packs are large, so that there are few of
 * them, and several are on their way at a time; in memory they would be most of what a pod has. The
 * pack's name and MD5 are computed from the bytes before they go to the file: the store compares
 * the MD5, so that a disk that changes bytes is found out at the upload.
 */
final class PackSpool {
  /** Readers refuse headers with many more entries. */
  private static final int MAX_BLOBS = 100_000;

  private final CipherKey key;
  private final Path file;
  private final OutputStream out;
  private final int targetLength;
  private final MessageDigest sha256 = Workspace.newDigest("SHA-256");
  private final MessageDigest md5 = Workspace.newDigest("MD5");
  private final List<PackedBlob> blobs = new ArrayList<>();
  private int length;

  PackSpool(CipherKey key, Path directory, int targetLength) throws IOException {
    this.key = key;
    this.file = Files.createTempFile(directory, "pack-", ".part");
    this.out = new FileOutputStream(file.toFile());
    this.targetLength = targetLength;
  }

  /** Appends the sealed blob in this workspace. */
  void append(BlobHandle blob, Workspace workspace) throws IOException {
    blobs.add(
        new PackedBlob(
            blob.type(), blob.id(), length, workspace.sealedLength(), workspace.plainLength()));
    write(workspace.sealed(), workspace.sealedLength());
  }

  boolean isFull() {
    return length >= targetLength || blobs.size() >= MAX_BLOBS;
  }

  /** Adds the header and names the pack. */
  SpooledPack finish() throws IOException {
    byte[] entries = PackHeader.encode(blobs);
    byte[] sealed = key.seal(entries);
    write(sealed, sealed.length);
    byte[] trailer = new byte[PackHeader.TRAILER_LENGTH];
    for (int i = 0; i < trailer.length; i++) {
      trailer[i] = (byte) (sealed.length >>> (8 * i));
    }
    write(trailer, trailer.length);
    out.close();
    String checksum = Base64.getEncoder().encodeToString(md5.digest());
    return new SpooledPack(
        FileId.at(sha256.digest(), 0), new StagedFile(file, length, checksum), blobs);
  }

  /** Removes the file of a pack that will not be finished. */
  void discard() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }

  private void write(byte[] bytes, int count) throws IOException {
    sha256.update(bytes, 0, count);
    md5.update(bytes, 0, count);
    out.write(bytes, 0, count);
    length = Math.addExact(length, count);
  }
}
