package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.vma.VmaDrive;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.BlockWriter;
import dev.salvaguarda.repository.write.TreeWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A drive as a directory: files of 1 GiB, sixteen of them to a directory, so that neither the list
 * of a file's blobs nor that of a directory's files grows with the drive. Put together in the order
 * of their paths they are the drive.
 *
 * @param id of the directory
 * @param digest SHA-256 over the SHA-256 of each block, in the order of the drive; 64 hexadecimal
 *     digits
 */
record DriveTree(BlobId id, String digest) {
  private static final long SEGMENT = 1L << 30;
  private static final int SEGMENTS_A_DIRECTORY = 16;
  private static final int FILE_PERMISSIONS = 0600;
  private static final int FOLDER_PERMISSIONS = 0700;

  /** Stores the tree of a drive, all of whose blocks were put. */
  static DriveTree store(
      BackupSession session, VmaDrive drive, BlockWriter blocks, int blockBytes) {
    MessageDigest sum = sha256();
    byte[] hash = new byte[BlobId.LENGTH];
    TreeWriter top = session.newTree();
    long segments = Math.ceilDiv(drive.size(), SEGMENT);
    for (long first = 0; first < segments; first += SEGMENTS_A_DIRECTORY) {
      TreeWriter directory = session.newTree();
      long end = Math.min(segments, first + SEGMENTS_A_DIRECTORY);
      for (long segment = first; segment < end; segment++) {
        long from = segment * SEGMENT;
        long size = Math.min(SEGMENT, drive.size() - from);
        BlobIds ids = blocks.stored(from / blockBytes, (int) Math.ceilDiv(size, blockBytes));
        for (BlobId block : ids) {
          block.writeTo(hash, 0);
          sum.update(hash);
        }
        directory.add(file("%06d.raw".formatted(segment), new NodeBody.File(size, ids)));
      }
      top.add(folder("%04d".formatted(first / SEGMENTS_A_DIRECTORY), directory.finish()));
    }
    return new DriveTree(top.finish(), HexFormat.of().formatHex(sum.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A file that is as old as any other, so that what did not change is the same. */
  static Node file(String name, NodeBody.File content) {
    return new Node(
        ByteString.of(name),
        Metadata.plain(FileMode.file(FILE_PERMISSIONS), Instant.EPOCH),
        content);
  }

  /** A directory, likewise. */
  static Node folder(String name, BlobId tree) {
    return new Node(
        ByteString.of(name),
        Metadata.plain(FileMode.directory(FOLDER_PERMISSIONS), Instant.EPOCH),
        new NodeBody.Directory(tree));
  }
}
