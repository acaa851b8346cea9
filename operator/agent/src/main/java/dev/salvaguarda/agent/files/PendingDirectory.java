package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.TreeWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is stored when all its entries are there, so that a scan need not wait at the
 * end of each directory for the files in it.
 */
final class PendingDirectory implements Pending {
  private final ByteString name;
  private final Metadata metadata;
  private final BackupSession session;
  private @Nullable TreeWriter writer;

  PendingDirectory(ByteString name, Metadata metadata, BackupSession session) {
    this.name = name;
    this.metadata = metadata;
    this.session = session;
  }

  void add(Node entry) {
    writer().add(entry);
  }

  Metadata metadata() {
    return metadata;
  }

  /** Stores the directory; nothing can be added afterwards. */
  BlobId store() {
    return writer().finish();
  }

  /** The same for the top of a snapshot. */
  BlobId storeTop() {
    return writer().finishTop();
  }

  @Override
  public Optional<Node> resolve() {
    return Optional.of(new Node(name, metadata, new NodeBody.Directory(store())));
  }

  /** Made with the first entry: a directory that only waits for its turn should cost little. */
  private TreeWriter writer() {
    TreeWriter open = writer;
    if (open == null) {
      open = session.newTree();
      writer = open;
    }
    return open;
  }
}
