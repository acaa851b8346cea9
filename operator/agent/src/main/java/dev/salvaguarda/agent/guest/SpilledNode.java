package dev.salvaguarda.agent.guest;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.TreeDecoder;
import dev.salvaguarda.repository.tree.TreeEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Nodes as they wait in the scratch directory: in the form in which they are stored in the end. */
final class SpilledNode {
  /** In place of the tree of a directory that is not stored yet. */
  static final BlobId NO_TREE = new BlobId(0, 0, 0, 0);

  private SpilledNode() {}

  static byte[] encode(Node node) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (TreeEncoder encoder = new TreeEncoder(bytes)) {
      encoder.add(node);
    } catch (IOException e) {
      throw new UncheckedIOException("a node can be written to memory", e);
    }
    return bytes.toByteArray();
  }

  static Node decode(byte[] bytes) {
    try (TreeDecoder decoder = new TreeDecoder(new ByteArrayInputStream(bytes))) {
      return decoder.next().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("a node can be read from memory", e);
    }
  }
}
