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
import java.util.Optional;
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
  private final Draft draft;
  private final TreeFaults faults;
  private final MetadataWriter metadata;
  private final OpenDirectories directories;
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
    this.faults = faults;
    this.metadata = metadata;
    this.directories = directories;
    this.draft = new Draft(calls, directories, temporary);
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
      file = new OpenFile(calls, draft.make(calls::create));
    } catch (CallException e) {
      tell(begun.path(), e, "a file");
    }
  }

  @Override
  public void write(byte[] content, int offset, int length) {
    if (file != null) {
      file.write(content, offset, length);
    }
  }

  @Override
  public boolean end(TreeEvent.File ended, boolean whole) {
    if (ended.link()) {
      return further(ended);
    }
    OpenFile open = file;
    file = null;
    if (open == null) {
      return false;
    }
    CallException trouble = whole ? open.finish() : null;
    if (!whole || trouble != null) {
      calls.close(open.handle());
      draft.discard();
      if (trouble != null) {
        tell(ended.path(), trouble, "a file");
      }
      return false;
    }
    metadata.ofFile(draft.home(), draft.name(), open.handle(), ended);
    calls.close(open.handle());
    if (!replace && draft.isThereAsFile(ended.node().name())) {
      draft.discard();
    } else if (!named(ended.path(), ended.node().name(), "a file")) {
      return false;
    }
    names.put(ended.metadata().identity(), ended.path());
    return true;
  }

  private boolean named(TreePath path, ByteString name, String what) {
    try {
      draft.publish(name, replace);
      return true;
    } catch (CallException e) {
      tell(path, e, what);
      draft.discard();
      return false;
    }
  }

  private boolean further(TreeEvent.File ended) {
    if (lost > 0) {
      return false;
    }
    TreePath known = names.get(ended.metadata().identity());
    if (known == null) {
      faults.add(
          FailureReason.TARGET_NOT_WRITABLE,
          "%s is a further name of a file that was not restored.".formatted(ended.path()));
      return false;
    }
    try {
      int directory = directories.reopen(known);
      try {
        int _ =
            draft.make((home, name) -> {
              calls.link(directory, known.names().getLast(), home, name);
              return 0;
            });
      } finally {
        calls.close(directory);
      }
      if (!replace && draft.isThereAsFile(ended.node().name())) {
        draft.discard();
        return true;
      }
      return named(ended.path(), ended.node().name(), "a further name of a file");
    } catch (CallException e) {
      tell(ended.path(), e, "a further name of a file");
      return false;
    }
  }

  @Override
  public void special(TreeEvent.Special entry) {
    if (lost > 0) {
      return;
    }
    Node node = entry.node();
    if (!isMade(node)) {
      return;
    }
    try {
      int _ = draft.make((home, name) -> make(node, home, name));
      metadata.ofSpecial(draft.home(), draft.name(), entry);
      if (!replace && draft.isThereAsSpecial(node.name())) {
        draft.discard();
      } else {
        boolean _ = named(entry.path(), node.name(), "an entry");
      }
    } catch (CallException e) {
      tell(entry.path(), e, "an entry");
    }
  }

  /** Sockets are made by who listens on them. */
  private static boolean isMade(Node node) {
    return switch (node.body()) {
      case NodeBody.Symlink _, NodeBody.Fifo _, NodeBody.Device _ -> true;
      case NodeBody.Socket _, NodeBody.File _, NodeBody.Directory _, NodeBody.Unknown _ -> false;
    };
  }

  private int make(Node node, int directory, ByteString name) throws CallException {
    switch (node.body()) {
      case NodeBody.Symlink(ByteString target) -> calls.makeLink(directory, name, target);
      case NodeBody.Fifo() -> calls.makeNode(directory, name, 0010000, 0);
      case NodeBody.Device(boolean character, long number) ->
          calls.makeNode(directory, name, character ? 0020000 : 0060000, number);
      case NodeBody.Socket(), NodeBody.File _, NodeBody.Directory _, NodeBody.Unknown _ -> {}
    }
    return 0;
  }

  @Override
  public void finish(Optional<Metadata> root) {
    try {
      directories.finish(metadata, root);
    } catch (CallException e) {
      tell(TreePath.ROOT, e, "a directory");
    }
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
      draft.discard();
    }
    directories.close();
    calls.close();
  }
}
