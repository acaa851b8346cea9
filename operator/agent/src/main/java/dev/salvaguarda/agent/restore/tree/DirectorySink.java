package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.files.ErrorNumber;
import dev.salvaguarda.agent.restore.tree.TreeCalls.CallException;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.RestoreInto.Directory;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree below a directory. Each entry is made under a temporary name beside its own and
 * renamed when all that belongs to it is there, so that a name never stands for half a file.
 *
 * <p>Directories are held open, and names are looked up only in them: a tree can't lead out of its
 * root, whatever links it holds or finds.
 */
final class DirectorySink implements TreeSink {
  private final TreeCalls calls;
  private final boolean replace;
  private final ByteString temporary;
  private final TreeFaults faults;
  private final MetadataWriter metadata;
  private final OpenDirectories directories;
  private final EarlierEntries earlier;
  private final Map<Metadata.Identity, TreePath> names = new HashMap<>();
  private @Nullable OpenFile file;

  /** Entries below a directory that could not be made. */
  private int lost;

  private DirectorySink(
      TreeCalls calls,
      boolean replace,
      ByteString temporary,
      TreeFaults faults,
      MetadataWriter metadata,
      OpenDirectories directories) {
    this.calls = calls;
    this.replace = replace;
    this.temporary = temporary;
    this.faults = faults;
    this.metadata = metadata;
    this.directories = directories;
    this.earlier = new EarlierEntries(calls, temporary);
  }

  /**
   * Opens the directory, and makes the one in it where the tree goes.
   *
   * @param temporary name of what is not complete
   * @throws SourceException if it can't be opened or made
   */
  static DirectorySink open(
      Directory directory, boolean replace, String temporary, TreeFaults faults)
      throws SourceException {
    TreeCalls calls = new TreeCalls();
    try {
      return new DirectorySink(
          calls,
          replace,
          ByteString.of(temporary),
          faults,
          new MetadataWriter(calls, directory, faults),
          OpenDirectories.at(calls, directory, replace, ByteString.of(temporary + "_d")));
    } catch (CallException e) {
      calls.close();
      throw SourceException.ofSource(
          FailureReason.TARGET_ACCESS_DENIED,
          "The directory /%s of the target can't be opened or made: %s."
              .formatted(directory.subPath(), e.words()),
          e);
    }
  }

  @Override
  public void enter(TreeEvent.Enter directory) {
    if (lost > 0) {
      lost++;
      return;
    }
    try {
      directories.enter(directory.node().name(), directory.path());
    } catch (CallException e) {
      tell(directory.path(), e, "a directory");
      lost = 1;
    }
  }

  @Override
  public void leave(TreeEvent.Leave directory) {
    if (lost > 0) {
      lost--;
      return;
    }
    try {
      directories.leave(directory, metadata);
    } catch (CallException e) {
      tell(directory.path(), e, "a directory");
    }
  }

  @Override
  public void begin(TreeEvent.File begun) {
    file = null;
    if (lost > 0 || begun.link()) {
      return;
    }
    try {
      removeLeftover();
      file = new OpenFile(calls, calls.create(directories.handle(), temporary));
    } catch (CallException e) {
      tell(begun.path(), e, "a file");
    }
  }

  /** An attempt that was killed may have left one. */
  private void removeLeftover() {
    try {
      calls.remove(directories.handle(), temporary);
    } catch (CallException e) {
      // There is none, which is the rule; what is in the way is told by the next call.
    }
  }

  @Override
  public void write(byte[] content) {
    if (file != null) {
      file.write(content);
    }
  }

  @Override
  public void end(TreeEvent.File ended, boolean whole) {
    if (ended.link()) {
      further(ended);
      return;
    }
    OpenFile open = file;
    file = null;
    if (open == null) {
      return;
    }
    CallException trouble = whole ? open.finish() : null;
    if (!whole || trouble != null) {
      calls.close(open.handle());
      removeLeftover();
      if (trouble != null) {
        tell(ended.path(), trouble, "a file");
      }
      return;
    }
    metadata.ofFile(directories.handle(), temporary, open.handle(), ended);
    calls.close(open.handle());
    if (!replace && earlier.isFile(directories.handle(), ended.node().name())) {
      removeLeftover();
      names.putIfAbsent(ended.metadata().identity(), ended.path());
    } else if (named(ended.path(), ended.node().name(), "a file")) {
      names.putIfAbsent(ended.metadata().identity(), ended.path());
    }
  }

  private boolean named(TreePath path, ByteString name, String what) {
    try {
      calls.rename(directories.handle(), temporary, name, replace);
      directories.grew();
      return true;
    } catch (CallException e) {
      tell(path, e, what);
      removeLeftover();
      return false;
    }
  }

  private void further(TreeEvent.File ended) {
    if (lost > 0) {
      return;
    }
    TreePath known = names.get(ended.metadata().identity());
    if (known == null) {
      faults.add(
          FailureReason.TARGET_NOT_WRITABLE,
          "%s is a further name of a file that was not restored.".formatted(ended.path()));
      return;
    }
    try {
      removeLeftover();
      int directory = directories.reopen(known);
      try {
        calls.link(directory, known.names().getLast(), directories.handle(), temporary);
      } finally {
        calls.close(directory);
      }
      if (!replace && earlier.isFile(directories.handle(), ended.node().name())) {
        removeLeftover();
      } else {
        boolean _ = named(ended.path(), ended.node().name(), "a further name of a file");
      }
    } catch (CallException e) {
      tell(ended.path(), e, "a further name of a file");
    }
  }

  @Override
  public void special(TreeEvent.Special entry) {
    if (lost > 0) {
      return;
    }
    Node node = entry.node();
    try {
      removeLeftover();
      if (!make(node)) {
        return;
      }
      metadata.ofSpecial(directories.handle(), temporary, entry);
      if (!replace && earlier.isSpecial(directories.handle(), node.name())) {
        removeLeftover();
      } else {
        boolean _ = named(entry.path(), node.name(), "an entry");
      }
    } catch (CallException e) {
      tell(entry.path(), e, "an entry");
    }
  }

  /** Sockets are made by who listens on them. */
  private boolean make(Node node) throws CallException {
    int directory = directories.handle();
    switch (node.body()) {
      case NodeBody.Symlink(ByteString target) -> calls.makeLink(directory, temporary, target);
      case NodeBody.Fifo() -> calls.makeNode(directory, temporary, 0010000, 0);
      case NodeBody.Device(boolean character, long number) ->
          calls.makeNode(directory, temporary, character ? 0020000 : 0060000, number);
      case NodeBody.Socket(), NodeBody.File _, NodeBody.Directory _, NodeBody.Unknown _ -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public void finish(Metadata stored) {
    directories.finish(metadata, stored);
  }

  private void tell(TreePath path, CallException e, String what) {
    if (e.errno() == ErrorNumber.EXISTS) {
      faults.add(
          FailureReason.TARGET_EXISTS,
          "%s is there already, and overwrite is Never; it was left alone.".formatted(path));
    } else if (ErrorNumber.meansFull(e.errno())) {
      throw new FullException(
          "There is no room left for %s in the target: %s.".formatted(path, e.words()));
    } else {
      faults.add(
          FailureReason.TARGET_NOT_WRITABLE,
          "%s could not be made as %s: %s.".formatted(path, what, e.words()));
    }
  }

  @Override
  public void close() {
    if (file != null) {
      calls.close(file.handle());
      removeLeftover();
    }
    directories.close();
    calls.close();
  }
}
