package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.TreeWriter;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A directory whose entries come in order, while files among them are still being read. It is
 * stored when it is resolved, so that a scan need not wait at the end of each directory.
 */
final class PendingDirectory implements Pending {
  /** Entries that may wait for an earlier one. */
  private static final int WINDOW = 256;

  private final ByteString name;
  private final Metadata metadata;
  private final TreeWriter writer;
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();

  PendingDirectory(ByteString name, Metadata metadata, TreeWriter writer) {
    this.name = name;
    this.metadata = metadata;
    this.writer = writer;
  }

  void add(Pending entry) throws InterruptedException {
    waiting.add(entry);
    if (waiting.size() > WINDOW) {
      writeFirst();
    }
  }

  Metadata metadata() {
    return metadata;
  }

  /** Waits for all entries and stores the directory. */
  BlobId store() throws InterruptedException {
    while (!waiting.isEmpty()) {
      writeFirst();
    }
    return writer.finish();
  }

  @Override
  public Optional<Node> resolve() throws InterruptedException {
    return Optional.of(new Node(name, metadata, new NodeBody.Directory(store())));
  }

  private void writeFirst() throws InterruptedException {
    waiting.remove().resolve().ifPresent(writer::add);
  }
}
