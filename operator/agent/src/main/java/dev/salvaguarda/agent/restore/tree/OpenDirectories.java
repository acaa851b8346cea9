package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.files.ErrorNumber;
import dev.salvaguarda.agent.restore.tree.TreeCalls.CallException;
import dev.salvaguarda.domain.workorder.RestoreInto.Directory;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories on the way to where a tree is being written, held open. One that was not there,
 * be it the root, has a temporary name until it is left.
 */
final class OpenDirectories implements AutoCloseable {
  private final TreeCalls calls;
  private final boolean replace;
  private final ByteString temporaryDirectory;
  private final Deque<Place> places = new ArrayDeque<>();

  /** Where the root is, and its name there; empty if it is a mount. */
  private final Optional<Entry> rootEntry;

  private record Entry(int directory, ByteString name) {}

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

  private OpenDirectories(
      TreeCalls calls, boolean replace, ByteString temporaryDirectory, Optional<Entry> rootEntry) {
    this.calls = calls;
    this.replace = replace;
    this.temporaryDirectory = temporaryDirectory;
    this.rootEntry = rootEntry;
  }

  /** Opens the directory, and makes the one in it where the tree goes. */
  static OpenDirectories at(
      TreeCalls calls, Directory directory, boolean replace, ByteString temporaryDirectory)
      throws CallException {
    int handle = calls.openRoot(directory.root());
    List<ByteString> path = components(directory.subPath());
    if (path.isEmpty()) {
      OpenDirectories mount =
          new OpenDirectories(calls, replace, temporaryDirectory, Optional.empty());
      mount.places.push(mount.found(handle, TreePath.ROOT));
      return mount;
    }
    for (ByteString name : path.subList(0, path.size() - 1)) {
      boolean _ = madeDirectory(calls, handle, name);
      int below = calls.openDirectory(handle, name);
      calls.close(handle);
      handle = below;
    }
    OpenDirectories below =
        new OpenDirectories(
            calls, replace, temporaryDirectory, Optional.of(new Entry(handle, path.getLast())));
    below.places.push(below.opened(handle, path.getLast(), TreePath.ROOT));
    return below;
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

  /** The innermost directory. */
  int handle() {
    return here().handle;
  }

  /** The innermost directory has a new entry. */
  void grew() {
    here().grew = true;
  }

  /** Opens a directory in the one that is open, and makes it if it is missing. */
  void enter(ByteString name, TreePath path) throws CallException {
    places.push(opened(handle(), name, path));
  }

  private Place opened(int parent, ByteString name, TreePath path) throws CallException {
    try {
      return found(calls.openDirectory(parent, name), path);
    } catch (CallException e) {
      if (!ErrorNumber.meansNone(e.errno())) {
        if (path.equals(TreePath.ROOT)) {
          throw e;
        }
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

  /** To be changed, a directory has to be open for it; it gets its permissions in the end. */
  private Place found(int handle, TreePath path) {
    if (replace && SameFile.isClosedToOwner(handle)) {
      try {
        calls.permit(handle, 0700);
      } catch (CallException e) {
        // It is somebody else's; what can't be written there is told.
      }
    }
    return new Place(handle, path, false);
  }

  /** The open directories from the innermost to the one that holds the root. */
  Iterator<Integer> outward() {
    return Stream.concat(
            places.stream().map(place -> place.handle), rootEntry.stream().map(Entry::directory))
        .iterator();
  }

  /**
   * Closes the innermost directory; one that was made gets all that belongs to it, and its name.
   */
  void leave(TreeEvent.Leave directory, MetadataWriter metadata) throws CallException {
    Place left = places.pop();
    ByteString name = directory.node().name();
    try {
      if (left.made) {
        metadata.ofDirectory(handle(), temporaryDirectory, left.handle, directory);
        calls.rename(handle(), temporaryDirectory, handle(), name, false);
        grew();
      } else if (replace) {
        metadata.ofDirectory(handle(), name, left.handle, directory);
      } else {
        keepTime(left);
      }
    } finally {
      calls.close(left.handle);
    }
  }

  /** The root gets what belongs to it if it is ours to change, and its name. */
  void finish(MetadataWriter metadata, Optional<Metadata> stored) throws CallException {
    Place root = places.getLast();
    if (!root.made && !replace) {
      keepTime(root);
      return;
    }
    stored.ifPresent(all -> metadata.ofRoot(root.handle, all));
    if (root.made) {
      Entry entry = rootEntry.orElseThrow();
      calls.rename(entry.directory(), temporaryDirectory, entry.directory(), entry.name(), false);
    }
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

  /** Directories that are not complete yet have no name to be found by, but are open. */
  int reopen(TreePath path) throws CallException {
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
  public void close() {
    outward().forEachRemaining(calls::close);
  }
}
