package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Walks through what is wanted of a stored tree, depth first. What is ahead is looked at before it
 * is taken, so that content can be fetched across the borders between files.
 */
final class TreeWalk {
  /** More events would only take memory: they stand between files that have content. */
  private static final int MOST_AHEAD = 20_000;

  private final RepositoryReader reader;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Deque<TreeEvent> ahead = new ArrayDeque<>();

  /** What the newest file of an identity holds, in few bytes. */
  private final Map<Metadata.Identity, ByteString> seen = new HashMap<>();

  private Iterator<BlobId> ofFile = Collections.emptyIterator();

  TreeWalk(RepositoryReader reader, BlobId tree, TreeSelection selection) {
    this.reader = reader;
    levels.push(new Level(Optional.empty(), TreePath.ROOT, reader.readTree(tree), selection));
  }

  private record Level(
      Optional<Node> directory, TreePath path, Iterator<Node> entries, TreeSelection selection) {}

  /** The next step; empty at the end. */
  Optional<TreeEvent> next() {
    if (ahead.isEmpty()) {
      boolean _ = lookAhead();
    }
    return Optional.ofNullable(ahead.poll());
  }

  /** The content of all files, in their order, as far ahead as it is asked for. */
  Iterator<BlobId> content() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = true;
        while (more && !ofFile.hasNext() && ahead.size() < MOST_AHEAD) {
          more = lookAhead();
        }
        return ofFile.hasNext();
      }

      @Override
      public BlobId next() {
        return ofFile.next();
      }
    };
  }

  /** The content of a file must be asked for before the next event is looked at. */
  private boolean lookAhead() {
    Optional<TreeEvent> event = step();
    event.ifPresent(ahead::add);
    if (event.isPresent() && event.get() instanceof TreeEvent.File file && !file.link()) {
      ofFile = file.body().content().iterator();
    }
    return event.isPresent();
  }

  private Optional<TreeEvent> step() {
    while (!levels.isEmpty()) {
      Level level = levels.element();
      boolean more;
      try {
        more = level.entries().hasNext();
      } catch (RepositoryException e) {
        return Optional.of(refused(level.path(), e));
      }
      if (!more) {
        levels.pop();
        if (level.directory().isPresent()) {
          return Optional.of(new TreeEvent.Leave(level.directory().get(), level.path()));
        }
        continue;
      }
      Node node = level.entries().next();
      TreePath path = level.path().entry(node.name());
      Optional<TreeSelection> below = level.selection().below(node, path);
      if (below.isPresent()) {
        return Optional.of(event(node, path, below.get()));
      }
    }
    return Optional.empty();
  }

  private TreeEvent event(Node node, TreePath path, TreeSelection below) {
    if (!isName(node.name())) {
      return new TreeEvent.Refused(path, "has a name that no entry of a directory may have");
    }
    return switch (node.body()) {
      case NodeBody.Directory(BlobId subtree) -> enter(node, path, subtree, below);
      case NodeBody.File file -> new TreeEvent.File(node, file, path, isFurtherName(node, file));
      case NodeBody.Unknown(String type) ->
          new TreeEvent.Refused(path, "is of the kind %s, which is not known".formatted(type));
      case NodeBody.Symlink _, NodeBody.Device _, NodeBody.Fifo _, NodeBody.Socket _ ->
          new TreeEvent.Special(node, path);
    };
  }

  private TreeEvent enter(Node node, TreePath path, BlobId subtree, TreeSelection below) {
    try {
      levels.push(new Level(Optional.of(node), path, reader.readTree(subtree), below));
      return new TreeEvent.Enter(node, path);
    } catch (RepositoryException e) {
      return refused(path, e);
    }
  }

  private static TreeEvent refused(TreePath path, RepositoryException e) {
    if (e.reason() != Reason.CORRUPT && e.reason() != Reason.OBJECT_MISSING) {
      throw e;
    }
    return new TreeEvent.Refused(path, "can't be read: " + e.sentence());
  }

  /**
   * A tree is not of one instant: a number that was given back may be that of another file a moment
   * later. So one file is what has one number and one content.
   */
  private boolean isFurtherName(Node node, NodeBody.File file) {
    Metadata.Identity identity = node.metadata().identity();
    if (identity.links() < 2 || identity.inode() == 0) {
      return false;
    }
    ByteString content = hash(file);
    return content.equals(seen.put(identity, content));
  }

  private static ByteString hash(NodeBody.File file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Long.toString(file.size()).getBytes(StandardCharsets.US_ASCII));
      file.content()
          .forEach(id -> digest.update(id.toString().getBytes(StandardCharsets.US_ASCII)));
      return ByteString.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static boolean isName(ByteString name) {
    byte[] bytes = name.toByteArray();
    if (bytes.length == 0 || bytes.length > 255) {
      return false;
    }
    for (byte b : bytes) {
      if (b == '/' || b == 0) {
        return false;
      }
    }
    return !name.equals(ByteString.of(".")) && !name.equals(ByteString.of(".."));
  }
}
