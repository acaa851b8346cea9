package dev.salvaguarda.repository.tree;

import dev.salvaguarda.repository.model.BlobId;

/** What kind of entry a node is, with what only this kind has. */
public sealed interface NodeBody {

  /**
   * A regular file.
   *
   * @param size of the content in bytes
   * @param content the blobs that together are the content
   */
  record File(long size, BlobIds content) implements NodeBody {}

  /** A directory, whose entries are in a tree of their own. */
  record Directory(BlobId subtree) implements NodeBody {}

  /** A symbolic link. */
  record Symlink(ByteString target) implements NodeBody {}

  /**
   * A device.
   *
   * @param character whether it is read by characters rather than by blocks
   * @param number major and minor as the system packs them
   */
  record Device(boolean character, long number) implements NodeBody {}

  /** A named pipe. */
  record Fifo() implements NodeBody {}

  /** A socket. We never write one, but restic does. */
  record Socket() implements NodeBody {}

  /** A kind that this code does not know, by its word in the JSON. */
  record Unknown(String type) implements NodeBody {}
}
