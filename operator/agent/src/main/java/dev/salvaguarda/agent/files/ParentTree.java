package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.tree.TreeDecoder;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * A directory as the last snapshot has it. It is asked for names in their order and reads along, so
 * that a large directory is never in memory as nodes.
 */
final class ParentTree {
  private static final ParentTree NONE = new ParentTree(Optional.empty());

  private final Optional<TreeDecoder> decoder;
  private Optional<Node> current = Optional.empty();
  private boolean started;

  private ParentTree(Optional<TreeDecoder> decoder) {
    this.decoder = decoder;
  }

  static ParentTree none() {
    return NONE;
  }

  /** The stored directory; none if the repository can't give it, since then everything is read. */
  static ParentTree open(BackupSession session, BlobId tree) {
    Optional<byte[]> stored = session.findTree(tree);
    if (stored.isEmpty()) {
      return NONE;
    }
    try {
      return new ParentTree(Optional.of(new TreeDecoder(new ByteArrayInputStream(stored.get()))));
    } catch (IOException _) {
      return NONE;
    }
  }

  /** The entry of this name; names must be asked for in ascending order. */
  Optional<Node> find(ByteString name) {
    if (decoder.isEmpty()) {
      return Optional.empty();
    }
    if (!started) {
      started = true;
      current = next();
    }
    while (current.isPresent() && current.get().name().compareTo(name) < 0) {
      current = next();
    }
    return current.filter(node -> node.name().equals(name));
  }

  /** The directory below this one. */
  static ParentTree below(BackupSession session, Optional<Node> directory) {
    return directory.isPresent()
            && directory.get().body() instanceof NodeBody.Directory(BlobId subtree)
        ? open(session, subtree)
        : NONE;
  }

  private Optional<Node> next() {
    try {
      return decoder.isPresent() ? decoder.get().next() : Optional.empty();
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
