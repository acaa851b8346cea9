package dev.salvaguarda.repository.tree;

import com.fasterxml.jackson.core.JacksonException;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The entries of a stored directory, ordered by name. Its JSON is kept and not its nodes, which
 * take far more memory: a directory may have any number of them. For one thread.
 *
 * <p>Methods throw {@code CORRUPT} where the rest is no tree; after that there is no further entry.
 */
public final class TreeEntries implements Iterator<Node> {
  private final BlobId tree;
  private final TreeDecoder nodes;
  private Optional<Node> ahead = Optional.empty();
  private boolean ended;

  /**
   * The entries of a tree whose content is in memory.
   *
   * @throws RepositoryException {@code CORRUPT} if it does not even begin as one
   */
  public TreeEntries(BlobId tree, byte[] content) {
    this.tree = tree;
    try {
      this.nodes = new TreeDecoder(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw inMemory(e);
    }
    boolean _ = hasNext();
  }

  @Override
  public boolean hasNext() {
    if (ahead.isEmpty() && !ended) {
      ended = true;
      ahead = read();
      ended = ahead.isEmpty();
    }
    return ahead.isPresent();
  }

  @Override
  public Node next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Node node = ahead.orElseThrow();
    ahead = Optional.empty();
    return node;
  }

  private Optional<Node> read() {
    try {
      return nodes.next();
    } catch (IllegalArgumentException | JacksonException e) {
      throw new RepositoryException(
          Reason.CORRUPT, "The tree %s is not one.".formatted(tree.abbreviated()), e);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("a tree could not be read from memory", e);
  }
}
