package dev.salvaguarda.repository.copy;

import com.fasterxml.jackson.core.JacksonException;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.tree.TreeDecoder;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
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
  private final Deque<Level> levels = new ArrayDeque<>();
  private Iterator<BlobId> file = Collections.emptyIterator();
  private @Nullable BlobId next;

  /** A directory of which some entries are still to come. */
  private record Level(BlobId tree, TreeDecoder nodes) {}

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
    try {
      levels.push(new Level(tree, new TreeDecoder(new ByteArrayInputStream(content))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private void advance(Level level) {
    Optional<Node> node = nodeOf(level);
    if (node.isEmpty()) {
      levels.pop();
      return;
    }
    switch (node.get().body()) {
      case NodeBody.File(_, var content) -> file = content.iterator();
      case NodeBody.Directory(BlobId subtree) -> enter(subtree);
      case NodeBody.Symlink _, NodeBody.Device _, NodeBody.Fifo _, NodeBody.Socket _ -> {}
      case NodeBody.Unknown _ -> {}
    }
  }

  private static Optional<Node> nodeOf(Level level) {
    try {
      return level.nodes().next();
    } catch (IllegalArgumentException | JacksonException e) {
      throw new RepositoryException(
          Reason.CORRUPT, "The tree %s is not one.".formatted(level.tree().abbreviated()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree could not be read from memory", e);
    }
  }
}
