package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.restore.stored.RebuiltDump;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/** A dump as a file, for people who load it themselves. */
final class DumpFiles {
  private static final int BUFFER = 256 << 10;
  private static final int PERMISSIONS = 0600;

  /** What the system takes for "leave it as it is". */
  private static final Metadata.Owner WHOEVER_WRITES = new Metadata.Owner(-1, -1, "", "");

  private final TreeSink sink;
  private final TreeFaults faults;
  private final RestoreContext context;

  DumpFiles(TreeSink sink, TreeFaults faults, RestoreContext context) {
    this.sink = sink;
    this.faults = faults;
    this.context = context;
  }

  /** Copies the dump and what lies beside it; only a proven dump gets its name. */
  Proof copy(Stored.Dump dump, RebuiltDump content) throws IOException {
    TreeEvent.File file = event(dump, dump.name(), dump.body());
    sink.begin(file);
    transfer(content);
    Proof proof = content.proof();
    boolean _ = sink.end(file, proof.failure() == null);
    if (proof.failure() == null && faults.worst().isEmpty() && dump.creation().isPresent()) {
      NodeBody.File body = dump.creation().get();
      TreeEvent.File beside =
          event(dump, dump.name().replaceFirst("[.]sql$", "") + ".create.sql", body);
      sink.begin(beside);
      try (InputStream in = context.reader().open(body.content())) {
        transfer(in);
      }
      boolean _ = sink.end(beside, true);
    }
    return proof;
  }

  private void transfer(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int count;
    do {
      context.requireNotCancelled();
      count = in.readNBytes(buffer, 0, buffer.length);
      sink.write(buffer, 0, count);
    } while (count == buffer.length);
  }

  private static TreeEvent.File event(Stored.Dump dump, String name, NodeBody.File body) {
    return file(name, body, dump.time());
  }

  /** A file that is of whoever restores, and for nobody else. */
  static TreeEvent.File file(String name, NodeBody.File body, Instant time) {
    Node node = new Node(ByteString.of(name), metadata(FileMode.file(PERMISSIONS), time), body);
    return new TreeEvent.File(node, body, TreePath.ROOT.entry(node.name()), false);
  }

  static Metadata metadata(FileMode mode, Instant time) {
    return new Metadata(
        mode,
        new Metadata.Times(time, time, time),
        WHOEVER_WRITES,
        Metadata.Identity.UNKNOWN,
        List.of());
  }
}
