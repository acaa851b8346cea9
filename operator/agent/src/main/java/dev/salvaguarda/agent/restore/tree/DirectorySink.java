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
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
  private final ByteString temporaryDirectory;
  private final TreeFaults faults;
  private final MetadataWriter metadata;
  private final Deque<Place> places = new ArrayDeque<>();
  private final Map<Metadata.Identity, TreePath> names = new HashMap<>();
  private final int root;
  private final boolean ownsRoot;
  private @Nullable OpenFile file;

  /** Entries below a directory that could not be made. */
  private int lost;

  /** A directory that is open. */
  private static final class Place {
    private final int handle;
    private final TreePath path;

    /** Whether it was not there before, so that it has its temporary name yet. */
    private final boolean made;

    /** When it was changed before anything was looked at in it. */
    private final Optional<Instant> modified;

    private boolean grew;

    Place(int handle, TreePath path, boolean made) {
      this.handle = handle;
      this.path = path;
      this.made = made;
      this.modified = made ? Optional.empty() : SameFile.modified(handle);
    }
  }

  private DirectorySink(
      TreeCalls calls,
      boolean replace,
      String temporary,
      TreeFaults faults,
      MetadataWriter metadata,
      Place root) {
    this.calls = calls;
    this.replace = replace;
    this.temporary = ByteString.of(temporary);
    this.temporaryDirectory = ByteString.of(temporary + "_d");
    this.faults = faults;
    this.metadata = metadata;
    this.root = root.handle;
    this.ownsRoot = root.made || replace;
    places.push(root);
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
      int handle = calls.openRoot(directory.root());
      boolean made = false;
      for (ByteString name : components(directory.subPath())) {
        made = madeDirectory(calls, handle, name);
        int below = calls.openDirectory(handle, name);
        calls.close(handle);
        handle = below;
      }
      Place place = new Place(handle, TreePath.ROOT, made);
      return new DirectorySink(
          calls, replace, temporary, faults, new MetadataWriter(calls, directory, faults), place);
    } catch (CallException e) {
      calls.close();
      throw SourceException.ofSource(
          FailureReason.TARGET_ACCESS_DENIED,
          "The directory /%s of the target can't be opened or made: %s."
              .formatted(directory.subPath(), e.words()),
          e);
    }
  }

  private static List<ByteString> components(String path) {
    return Stream.of(path.split("/", -1))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .map(ByteString::of)
        .toList();
  }

  /** Makes a directory; false if there is something of that name. */
  private static boolean madeDirectory(TreeCalls calls, int directory, ByteString name)
      throws CallException {
    try {
      calls.makeDirectory(directory, name);
      return true;
    } catch (CallException e) {
      if (e.errno() != ErrorNumber.EXISTS) {
        throw e;
      }
      return false;
    }
  }

  private Place here() {
    return places.element();
  }

  @Override
  public void enter(TreeEvent.Enter directory) {
    if (lost > 0) {
      lost++;
      return;
    }
    try {
      places.push(opened(directory.node().name(), directory.path()));
    } catch (CallException e) {
      tell(directory.path(), e, "a directory");
      lost = 1;
    }
  }

  private Place opened(ByteString name, TreePath path) throws CallException {
    int parent = here().handle;
    try {
      return new Place(calls.openDirectory(parent, name), path, false);
    } catch (CallException e) {
      if (!ErrorNumber.meansNone(e.errno())) {
        if (!replace) {
          throw new CallException(ErrorNumber.EXISTS);
        }
        // Something that is no directory has its name.
        calls.remove(parent, name);
      }
    }
    boolean fresh = madeDirectory(calls, parent, temporaryDirectory);
    int handle = calls.openDirectory(parent, temporaryDirectory);
    if (!fresh) {
      // An attempt that was killed left it, perhaps with its last permissions.
      calls.permit(handle, 0700);
    }
    return new Place(handle, path, true);
  }

  @Override
  public void leave(TreeEvent.Leave directory) {
    if (lost > 0) {
      lost--;
      return;
    }
    Place left = places.pop();
    int parent = here().handle;
    ByteString name = directory.node().name();
    if (left.made) {
      metadata.ofDirectory(parent, temporaryDirectory, left.handle, directory);
      try {
        calls.rename(parent, temporaryDirectory, name, false);
        here().grew = true;
      } catch (CallException e) {
        tell(directory.path(), e, "a directory");
      }
    } else if (replace) {
      metadata.ofDirectory(parent, name, left.handle, directory);
    } else {
      keepTime(left);
    }
    calls.close(left.handle);
  }

  /** To look whether something is there already is no change of a directory. */
  private void keepTime(Place place) {
    if (!place.grew && place.modified.isPresent()) {
      try {
        Instant time = place.modified.get();
        calls.time(place.handle, ByteString.of("."), time, time);
      } catch (CallException e) {
        // It is somebody else's, and its time is not what was restored.
      }
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
      file = new OpenFile(calls, calls.create(here().handle, temporary));
    } catch (CallException e) {
      tell(begun.path(), e, "a file");
    }
  }

  /** An attempt that was killed may have left one. */
  private void removeLeftover() {
    try {
      calls.remove(here().handle, temporary);
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
    metadata.ofFile(here().handle, temporary, open.handle(), ended);
    calls.close(open.handle());
    if (isThereAlready(ended.node().name())) {
      removeLeftover();
      names.putIfAbsent(ended.metadata().identity(), ended.path());
    } else if (named(ended.path(), ended.node().name(), "a file")) {
      names.putIfAbsent(ended.metadata().identity(), ended.path());
    }
  }

  /** What an earlier attempt made is no obstacle: the same content, owner, mode and time. */
  private boolean isThereAlready(ByteString name) {
    if (replace) {
      return false;
    }
    try {
      int existing = calls.openToRead(here().handle, name);
      try {
        int ours = calls.openToRead(here().handle, temporary);
        try {
          return SameFile.test(existing, ours);
        } finally {
          calls.close(ours);
        }
      } finally {
        calls.close(existing);
      }
    } catch (CallException e) {
      return false;
    }
  }

  private boolean named(TreePath path, ByteString name, String what) {
    try {
      calls.rename(here().handle, temporary, name, replace);
      here().grew = true;
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
      int directory = reopened(known);
      try {
        calls.link(directory, known.names().getLast(), here().handle, temporary);
      } finally {
        calls.close(directory);
      }
      if (isThereAlready(ended.node().name())) {
        removeLeftover();
      } else {
        boolean _ = named(ended.path(), ended.node().name(), "a further name of a file");
      }
    } catch (CallException e) {
      tell(ended.path(), e, "a further name of a file");
    }
  }

  /** Directories that are not complete yet have no name to be found by, but are open. */
  private int reopened(TreePath path) throws CallException {
    List<ByteString> parents = path.names().subList(0, path.names().size() - 1);
    Place nearest =
        places.stream()
            .filter(place -> startsWith(parents, place.path.names()))
            .findFirst()
            .orElseThrow();
    int directory = calls.openDirectory(nearest.handle, ByteString.of("."));
    for (ByteString name : parents.subList(nearest.path.names().size(), parents.size())) {
      try {
        int below = calls.openDirectory(directory, name);
        calls.close(directory);
        directory = below;
      } catch (CallException e) {
        calls.close(directory);
        throw e;
      }
    }
    return directory;
  }

  private static boolean startsWith(List<ByteString> path, List<ByteString> beginning) {
    return path.size() >= beginning.size() && path.subList(0, beginning.size()).equals(beginning);
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
      metadata.ofSpecial(here().handle, temporary, entry);
      if (!replace && isSameSpecial(node.name())) {
        removeLeftover();
      } else {
        boolean _ = named(entry.path(), node.name(), "an entry");
      }
    } catch (CallException e) {
      tell(entry.path(), e, "an entry");
    }
  }

  private boolean isSameSpecial(ByteString name) {
    if (calls.sameLink(here().handle, name, temporary)) {
      return true;
    }
    try {
      int existing = calls.openPath(here().handle, name);
      try {
        int ours = calls.openPath(here().handle, temporary);
        try {
          return SameFile.isSpecial(existing, ours);
        } finally {
          calls.close(ours);
        }
      } finally {
        calls.close(existing);
      }
    } catch (CallException e) {
      return false;
    }
  }

  /** Sockets are made by who listens on them. */
  private boolean make(Node node) throws CallException {
    int directory = here().handle;
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
    if (ownsRoot) {
      metadata.ofRoot(root, stored);
    } else {
      keepTime(here());
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
      removeLeftover();
    }
    places.forEach(place -> calls.close(place.handle));
    calls.close();
  }
}
