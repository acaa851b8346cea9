package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.repository.tree.Metadata;
import java.util.Optional;

/** Takes a tree. What it can't take it tells the faults and passes over. */
interface TreeSink extends AutoCloseable {
  /** The directory begins; what comes until it ends is in it. */
  void enter(TreeEvent.Enter directory);

  void leave(TreeEvent.Leave directory);

  /** A file begins; its content follows, unless it is a further name of one that came before. */
  void begin(TreeEvent.File file);

  /** The next piece of the file that began last: bytes of an array, which is another's. */
  void write(byte[] content, int offset, int length);

  /**
   * The file that began last is whole, or not and then must not stay.
   *
   * @return whether it is where it belongs, by its name
   */
  boolean end(TreeEvent.File file, boolean whole);

  void special(TreeEvent.Special entry);

  /**
   * All entries came; the root gets its name.
   *
   * @param root what else it gets; empty if nothing was stored of it
   */
  void finish(Optional<Metadata> root);

  @Override
  void close();

  /** Takes everything and keeps nothing. */
  final class Nowhere implements TreeSink {
    @Override
    public void enter(TreeEvent.Enter directory) {}

    @Override
    public void leave(TreeEvent.Leave directory) {}

    @Override
    public void begin(TreeEvent.File file) {}

    @Override
    public void write(byte[] content, int offset, int length) {}

    @Override
    public boolean end(TreeEvent.File file, boolean whole) {
      return whole;
    }

    @Override
    public void special(TreeEvent.Special entry) {}

    @Override
    public void finish(Optional<Metadata> root) {}

    @Override
    public void close() {}
  }
}
