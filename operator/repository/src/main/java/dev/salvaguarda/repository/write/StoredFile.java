package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.NodeBody;

/**
 * A stream that was stored.
 *
 * @param size of the stream in bytes
 * @param sha256 of the whole stream, 64 hexadecimal digits; empty if it was not asked for
 * @param blobs that together are the stream
 */
public record StoredFile(long size, String sha256, BlobIds blobs) {

  /** As the content of a node. */
  public NodeBody.File toBody() {
    return new NodeBody.File(size, blobs);
  }
}
