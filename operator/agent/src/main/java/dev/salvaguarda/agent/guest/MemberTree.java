package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.tar.MemberPath;
import dev.salvaguarda.agent.tar.TarException;
import dev.salvaguarda.agent.tar.TarFault;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.repository.write.SortedSpill;
import dev.salvaguarda.repository.write.TreeWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * A tree whose entries come in whatever order: directories are opened again, and what is another
 * name of a file is known only at the end. Entries wait in the scratch directory; in memory are the
 * directories on the way to one entry, as they are compressed. For one thread.
 */
final class MemberTree implements AutoCloseable {
  private final BackupSession session;
  private final String name;
  private final SortedSpill nodes;
  private final HardLinks links;
  private final List<Open> way = new ArrayList<>();

  /** An empty tree of this name. */
  MemberTree(BackupSession session, String name) {
    this.session = session;
    this.name = name;
    this.nodes = session.newSpill();
    this.links = new HardLinks(session.newSpill());
  }

  /** Adds an entry; the last one counts of directories that come twice. */
  void add(MemberPath path, Node node) throws TarException {
    if (path.isRoot() && !(node.body() instanceof NodeBody.Directory)) {
      throw new TarException(TarFault.BAD_NAME, "The tar's root is no directory.");
    }
    nodes.add(path.key().toByteArray(), SpilledNode.encode(node));
  }

  /** Adds another name of an entry. */
  void addLink(MemberPath path, MemberPath linked) {
    links.add(path, linked);
  }

  /**
   * Stores the tree.
   *
   * @throws TarException if the entries are no tree
   */
  Node store() throws TarException {
    if (links.isEmpty()) {
      return store(nodes);
    }
    try (SortedSpill all = session.newSpill()) {
      links.resolve(nodes, all);
      return store(all);
    }
  }

  private Node store(SortedSpill all) throws TarException {
    way.add(new Open(DriveTree.folder(name, SpilledNode.NO_TREE)));
    Iterator<SortedSpill.Entry> entries = all.sorted();
    SortedSpill.Entry ahead = entries.hasNext() ? entries.next() : null;
    while (ahead != null) {
      SortedSpill.Entry entry = ahead;
      ahead = entries.hasNext() ? entries.next() : null;
      MemberPath path = new MemberPath(ByteString.of(entry.key()));
      Node node = SpilledNode.decode(entry.value());
      if (ahead == null || !Arrays.equals(ahead.key(), entry.key())) {
        place(path, node);
      } else if (!isDirectory(node) || !isDirectory(SpilledNode.decode(ahead.value()))) {
        throw twice(path);
      }
    }
    leave(0);
    return way.removeLast().close();
  }

  private void place(MemberPath path, Node node) throws TarException {
    List<ByteString> names = path.names();
    if (names.isEmpty()) {
      // Comes before all others.
      way.set(0, new Open(new Node(ByteString.of(name), node.metadata(), node.body())));
      return;
    }
    enter(path, names.subList(0, names.size() - 1));
    if (isDirectory(node)) {
      requireNew(path, node.name());
      way.add(new Open(node));
    } else {
      way.getLast().add(node);
    }
  }

  /** Leaves directories and opens others, so that these are the way. */
  private void enter(MemberPath path, List<ByteString> names) throws TarException {
    int same = 0;
    while (same < names.size()
        && same + 1 < way.size()
        && way.get(same + 1).node.name().equals(names.get(same))) {
      same++;
    }
    leave(same);
    for (ByteString missing : names.subList(same, names.size())) {
      requireNew(path, missing);
      Node made = DriveTree.folder("", SpilledNode.NO_TREE);
      way.add(new Open(new Node(missing, made.metadata(), made.body())));
    }
  }

  private void requireNew(MemberPath path, ByteString directory) throws TarException {
    if (directory.equals(way.getLast().last)) {
      throw twice(path);
    }
  }

  private void leave(int depth) {
    while (way.size() > depth + 1) {
      Node closed = way.removeLast().close();
      way.getLast().add(closed);
    }
  }

  private static boolean isDirectory(Node node) {
    return node.body() instanceof NodeBody.Directory;
  }

  private static TarException twice(MemberPath path) {
    return new TarException(
        TarFault.NAME_TWICE,
        "The tar has two members at %s, or one below a file.".formatted(path.text()));
  }

  @Override
  public void close() {
    nodes.close();
    links.close();
  }

  /** A directory on the way to the entry that is added. */
  private final class Open {
    private final Node node;
    private final TreeWriter writer = session.newTree();
    private ByteString last = ByteString.of("");

    Open(Node node) {
      this.node = node;
    }

    void add(Node entry) {
      writer.add(entry);
      last = entry.name();
    }

    Node close() {
      BlobId tree = writer.finish();
      return new Node(node.name(), node.metadata(), new NodeBody.Directory(tree));
    }
  }
}
