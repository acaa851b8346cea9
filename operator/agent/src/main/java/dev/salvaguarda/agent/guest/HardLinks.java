package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.tar.MemberPath;
import dev.salvaguarda.agent.tar.TarException;
import dev.salvaguarda.agent.tar.TarFault;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.SortedSpill;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Further names of files, sorted by the files that they are names of. */
final class HardLinks implements AutoCloseable {
  /** What all names of a file have in common, for who restores them: any number will do. */
  private static final long DEVICE = 1;

  private final SortedSpill links;
  private boolean empty = true;

  HardLinks(SortedSpill links) {
    this.links = links;
  }

  boolean isEmpty() {
    return empty;
  }

  void add(MemberPath path, MemberPath linked) {
    links.add(linked.key().toByteArray(), path.key().toByteArray());
    empty = false;
  }

  /**
   * Writes all nodes and those of their further names.
   *
   * @throws TarException if there is no file that a name is of
   */
  void resolve(SortedSpill nodes, SortedSpill into) throws TarException {
    Cursor names = new Cursor(links.sorted());
    Cursor counted = new Cursor(links.sorted());
    for (Iterator<SortedSpill.Entry> all = nodes.sorted(); all.hasNext(); ) {
      SortedSpill.Entry entry = all.next();
      requireNotPassed(names, entry);
      if (!names.isAt(entry.key())) {
        into.add(entry.key(), entry.value());
        continue;
      }
      long count = 1;
      for (; counted.isAt(entry.key()); counted.advance()) {
        count++;
      }
      Node file = linked(SpilledNode.decode(entry.value()), entry.key(), count);
      into.add(entry.key(), SpilledNode.encode(file));
      for (; names.isAt(entry.key()); names.advance()) {
        byte[] path = names.entry().value();
        into.add(path, SpilledNode.encode(called(file, path)));
      }
    }
    if (names.hasEntry()) {
      throw toNothing(names.entry());
    }
  }

  private static void requireNotPassed(Cursor names, SortedSpill.Entry entry) throws TarException {
    if (names.hasEntry() && Arrays.compareUnsigned(names.entry().key(), entry.key()) < 0) {
      throw toNothing(names.entry());
    }
  }

  private static Node linked(Node node, byte[] key, long names) throws TarException {
    if (node.body() instanceof NodeBody.Directory) {
      throw new TarException(
          TarFault.LINK_TO_NOTHING,
          "A hard link in the tar leads to a directory: %s."
              .formatted(new MemberPath(ByteString.of(key)).text()));
    }
    Metadata plain = node.metadata();
    // Follows from the name, so that the directory of a file that did not change is the same.
    long inode = BlobId.ofContent(key, 0, key.length).w0() | 1;
    return new Node(
        node.name(),
        new Metadata(
            plain.mode(),
            plain.times(),
            plain.owner(),
            new Metadata.Identity(inode, DEVICE, names),
            plain.extendedAttributes()),
        node.body());
  }

  private static Node called(Node file, byte[] path) throws TarException {
    MemberPath other = new MemberPath(ByteString.of(path));
    if (other.isRoot()) {
      throw new TarException(TarFault.BAD_NAME, "The tar's root is no directory.");
    }
    return new Node(other.names().getLast(), file.metadata(), file.body());
  }

  private static TarException toNothing(SortedSpill.Entry link) {
    return new TarException(
        TarFault.LINK_TO_NOTHING,
        "A hard link in the tar leads to no file of it: %s."
            .formatted(new MemberPath(ByteString.of(link.value())).text()));
  }

  @Override
  public void close() {
    links.close();
  }

  /** Where one is in the list. */
  private static final class Cursor {
    private final Iterator<SortedSpill.Entry> entries;
    private SortedSpill.@Nullable Entry entry;

    Cursor(Iterator<SortedSpill.Entry> entries) {
      this.entries = entries;
      advance();
    }

    void advance() {
      entry = entries.hasNext() ? entries.next() : null;
    }

    boolean hasEntry() {
      return entry != null;
    }

    SortedSpill.Entry entry() {
      if (entry == null) {
        throw new NoSuchElementException();
      }
      return entry;
    }

    boolean isAt(byte[] key) {
      return entry != null && Arrays.equals(entry.key(), key);
    }
  }
}
