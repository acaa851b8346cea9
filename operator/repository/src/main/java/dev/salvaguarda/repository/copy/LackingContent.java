package dev.salvaguarda.repository.copy;

import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.tree.TreeEntries;
import dev.salvaguarda.repository.write.BackupSession;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a snapshot and names the content that the other repository lacks, in the order of
 * the files. Trees that it lacks are stored on the way.
 *
 * <p>Every tree is walked through even if the other repository has it: a session that was cut short
 * may have left it there without its content.
 */
final class LackingContent implements Iterator<BlobId> {
  private final BackupSession from;
  private final BackupSession into;
  private final RepositoryReader reader;
  private final Set<BlobId> entered;
  private final int mostRemembered;

  /** Directories of which some entries are still to come. */
  private final Deque<TreeEntries> levels = new ArrayDeque<>();

  private Iterator<BlobId> file = Collections.emptyIterator();
  private @Nullable BlobId next;

  LackingContent(
      BackupSession from,
      BackupSession into,
      RepositoryReader reader,
      Set<BlobId> entered,
      int mostRemembered) {
    this.from = from;
    this.into = into;
    this.reader = reader;
    this.entered = entered;
    this.mostRemembered = mostRemembered;
  }

  /** Walks through a directory next, unless that was done before. */
  void enter(BlobId tree) {
    if (entered.contains(tree)) {
      return;
    }
    if (entered.size() < mostRemembered) {
      entered.add(tree);
    }
    byte[] content = from.findTree(tree).orElseGet(() -> reader.readBlob(BlobType.TREE, tree));
    levels.push(new TreeEntries(tree, content));
    into.storeBlob(BlobType.TREE, content);
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      if (file.hasNext()) {
        BlobId id = file.next();
        next = into.isStored(new BlobHandle(BlobType.DATA, id)) ? null : id;
      } else if (levels.isEmpty()) {
        return false;
      } else {
        advance(levels.element());
      }
    }
    return true;
  }

  @Override
  public BlobId next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    BlobId id = next;
    next = null;
    return Objects.requireNonNull(id);
  }

  private void advance(TreeEntries level) {
    if (!level.hasNext()) {
      levels.pop();
      return;
    }
    switch (level.next().body()) {
      case NodeBody.File(_, var content) -> file = content.iterator();
      case NodeBody.Directory(BlobId subtree) -> enter(subtree);
      case NodeBody.Symlink _, NodeBody.Device _, NodeBody.Fifo _, NodeBody.Socket _ -> {}
      case NodeBody.Unknown _ -> {}
    }
  }
}
