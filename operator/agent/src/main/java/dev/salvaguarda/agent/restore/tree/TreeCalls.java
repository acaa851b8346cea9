package dev.salvaguarda.agent.restore.tree;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.salvaguarda.agent.files.CLibrary;
import dev.salvaguarda.agent.files.ErrorNumber;
import dev.salvaguarda.repository.tree.ByteString;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Linux's calls for entries of a directory that is open, which the Java library does not offer for
 * writing: a name is looked up in that very directory, and no symbolic link is ever followed. For
 * one thread.
 */
final class TreeCalls implements AutoCloseable {
  private static final int READ_ONLY = 0;
  private static final int WRITE_ONLY = 1;
  private static final int CREATE = 0100;
  private static final int EXCLUSIVE = 0200;
  private static final int DIRECTORY = 0200000;
  private static final int NO_FOLLOW = 0400000;
  private static final int PATH_ONLY = 010000000;
  private static final int NON_BLOCKING = 04000;
  private static final int CLOSE_ON_EXEC = 02000000;

  private static final int HERE = -100;
  private static final int LINK_ITSELF = 0x100;
  private static final int NO_REPLACE = 1;
  private static final int BUFFER = 1 << 20;

  private final CLibrary library = new CLibrary();
  private final MemorySegment state = library.state();
  private final MemorySegment buffer = library.allocate(BUFFER);
  private final MemorySegment times = library.allocate(4 * Long.BYTES);
  private final CLibrary.Text first = library.text();
  private final CLibrary.Text second = library.text();

  private final MethodHandle openat =
      library.variadic(JAVA_INT, "openat", 3, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private final MethodHandle mkdirat = call("mkdirat", JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle mknodat = call("mknodat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG);
  private final MethodHandle symlinkat = call("symlinkat", ADDRESS, JAVA_INT, ADDRESS);
  private final MethodHandle linkat =
      call("linkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle unlinkat = call("unlinkat", JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle renameat2 =
      call("renameat2", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle fchownat =
      call("fchownat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
  private final MethodHandle fchmod = call("fchmod", JAVA_INT, JAVA_INT);
  private final MethodHandle fchmodat = call("fchmodat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private final MethodHandle utimensat = call("utimensat", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private final MethodHandle pwrite =
      library.function(JAVA_LONG, "pwrite", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private final MethodHandle readlinkat =
      library.function(JAVA_LONG, "readlinkat", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
  private final MethodHandle ftruncate = call("ftruncate", JAVA_INT, JAVA_LONG);
  private final MethodHandle close = call("close", JAVA_INT);
  private final MethodHandle lsetxattr =
      call("lsetxattr", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);

  private final int noReplace;

  TreeCalls() {
    this(NO_REPLACE);
  }

  /**
   * As the file system of a test knows them.
   *
   * @param noReplace the flag of a rename that replaces nothing
   */
  TreeCalls(int noReplace) {
    this.noReplace = noReplace;
  }

  private MethodHandle call(String name, MemoryLayout... arguments) {
    return library.function(JAVA_INT, name, arguments);
  }

  /** A call that failed. */
  static final class CallException extends Exception {
    private final int errno;

    CallException(int errno) {
      super(ErrorNumber.text(errno), null, false, false);
      this.errno = errno;
    }

    int errno() {
      return errno;
    }

    /** What the system said, for a person. */
    String words() {
      return ErrorNumber.text(errno);
    }
  }

  private long made(CLibrary.Call call) throws CallException {
    long result = CLibrary.result(call);
    if (result < 0) {
      throw new CallException(library.errno());
    }
    return result;
  }

  /** Opens a directory by its whole path; the only call that follows links on the way. */
  int openRoot(String path) throws CallException {
    return open(HERE, ByteString.of(path), DIRECTORY);
  }

  /** Opens a directory in another. */
  int openDirectory(int directory, ByteString name) throws CallException {
    return open(directory, name, DIRECTORY | NO_FOLLOW);
  }

  /** Opens whatever has this name, without waiting for the other end of a pipe. */
  int openToRead(int directory, ByteString name) throws CallException {
    return open(directory, name, NO_FOLLOW | NON_BLOCKING);
  }

  /** Opens an entry only to be looked at: a device is not touched. */
  int openPath(int directory, ByteString name) throws CallException {
    return open(directory, name, NO_FOLLOW | PATH_ONLY);
  }

  /** Whether two entries are symbolic links to the same place. */
  boolean sameLink(int directory, ByteString name, int elsewhere, ByteString other) {
    Optional<ByteString> target = linkTarget(directory, name);
    return target.isPresent() && target.equals(linkTarget(elsewhere, other));
  }

  private Optional<ByteString> linkTarget(int directory, ByteString name) {
    MemorySegment path = firstText(name);
    long room = BUFFER;
    try {
      long length = made(() -> (long) readlinkat.invokeExact(state, directory, path, buffer, room));
      return Optional.of(ByteString.of(buffer.asSlice(0, length).toArray(JAVA_BYTE)));
    } catch (CallException e) {
      return Optional.empty();
    }
  }

  private int open(int directory, ByteString name, int flags) throws CallException {
    MemorySegment path = firstText(name);
    return (int)
        made(() ->
            (int) openat.invokeExact(state, directory, path, READ_ONLY | CLOSE_ON_EXEC | flags, 0));
  }

  /** Makes an empty file that nobody else may read and opens it for writing. */
  int create(int directory, ByteString name) throws CallException {
    MemorySegment path = firstText(name);
    int flags = WRITE_ONLY | CREATE | EXCLUSIVE | NO_FOLLOW | CLOSE_ON_EXEC;
    return (int) made(() -> (int) openat.invokeExact(state, directory, path, flags, 0600));
  }

  void makeDirectory(int directory, ByteString name) throws CallException {
    MemorySegment path = firstText(name);
    long _ = made(() -> (int) mkdirat.invokeExact(state, directory, path, 0700));
  }

  /**
   * Makes a device or a pipe.
   *
   * @param type in the bits of {@code st_mode}
   */
  void makeNode(int directory, ByteString name, int type, long device) throws CallException {
    MemorySegment path = firstText(name);
    long _ = made(() -> (int) mknodat.invokeExact(state, directory, path, type | 0600, device));
  }

  void makeLink(int directory, ByteString name, ByteString target) throws CallException {
    MemorySegment pointsTo = firstText(target);
    MemorySegment path = secondText(name);
    long _ = made(() -> (int) symlinkat.invokeExact(state, pointsTo, directory, path));
  }

  /** Gives a file a second name. */
  void link(int from, ByteString name, int to, ByteString second) throws CallException {
    MemorySegment existing = firstText(name);
    MemorySegment further = secondText(second);
    long _ = made(() -> (int) linkat.invokeExact(state, from, existing, to, further, 0));
  }

  void remove(int directory, ByteString name) throws CallException {
    MemorySegment path = firstText(name);
    long _ = made(() -> (int) unlinkat.invokeExact(state, directory, path, 0));
  }

  /** Renames, and moves; fails if the name is taken, unless it may be replaced. */
  void rename(int directory, ByteString from, int into, ByteString to, boolean replace)
      throws CallException {
    try {
      rename(directory, from, into, to, replace ? 0 : noReplace);
    } catch (CallException e) {
      if (replace || !ErrorNumber.meansUnknown(e.errno())) {
        throw e;
      }
      renameWithoutFlags(directory, from, into, to);
    }
  }

  private void rename(int directory, ByteString from, int into, ByteString to, int flags)
      throws CallException {
    MemorySegment old = firstText(from);
    MemorySegment fresh = secondText(to);
    long _ = made(() -> (int) renameat2.invokeExact(state, directory, old, into, fresh, flags));
  }

  /**
   * For NFS, CephFS and others that know no flags. A second name is refused where it is taken, as
   * safely as a flag would. A directory can't have one: it is looked for and renamed, and at worst
   * takes the place of an empty directory that came in between.
   */
  private void renameWithoutFlags(int directory, ByteString from, int into, ByteString to)
      throws CallException {
    try {
      link(directory, from, into, to);
    } catch (CallException e) {
      if (e.errno() == ErrorNumber.EXISTS || isThere(into, to)) {
        throw new CallException(ErrorNumber.EXISTS);
      }
      rename(directory, from, into, to, 0);
      return;
    }
    remove(directory, from);
  }

  private boolean isThere(int directory, ByteString name) throws CallException {
    try {
      close(openPath(directory, name));
      return true;
    } catch (CallException e) {
      if (!ErrorNumber.meansNone(e.errno())) {
        throw e;
      }
      return false;
    }
  }

  void own(int directory, ByteString name, long user, long group) throws CallException {
    MemorySegment path = firstText(name);
    long _ =
        made(() ->
            (int)
                fchownat.invokeExact(state, directory, path, (int) user, (int) group, LINK_ITSELF));
  }

  /** Sets permissions of a file or directory that is open. */
  void permit(int file, int mode) throws CallException {
    long _ = made(() -> (int) fchmod.invokeExact(state, file, mode));
  }

  /** Sets permissions of an entry that was made just now and is no link. */
  void permit(int directory, ByteString name, int mode) throws CallException {
    MemorySegment path = firstText(name);
    long _ = made(() -> (int) fchmodat.invokeExact(state, directory, path, mode, 0));
  }

  void time(int directory, ByteString name, Instant accessed, Instant modified)
      throws CallException {
    times.setAtIndex(JAVA_LONG, 0, accessed.getEpochSecond());
    times.setAtIndex(JAVA_LONG, 1, accessed.getNano());
    times.setAtIndex(JAVA_LONG, 2, modified.getEpochSecond());
    times.setAtIndex(JAVA_LONG, 3, modified.getNano());
    MemorySegment path = firstText(name);
    long _ = made(() -> (int) utimensat.invokeExact(state, directory, path, times, LINK_ITSELF));
  }

  /** Sets an extended attribute of an entry, of a link itself if it is one. */
  void attribute(int directory, ByteString name, ByteString attribute, ByteString value)
      throws CallException {
    byte[] folder = ("/proc/self/fd/" + directory + "/").getBytes(StandardCharsets.US_ASCII);
    byte[] entry = name.toByteArray();
    byte[] joined = Arrays.copyOf(folder, folder.length + entry.length);
    System.arraycopy(entry, 0, joined, folder.length, entry.length);
    MemorySegment path = firstText(ByteString.of(joined));
    MemorySegment key = secondText(attribute);
    byte[] content = value.toByteArray();
    try (Arena once = Arena.ofConfined()) {
      MemorySegment room = once.allocate(Math.max(1, content.length));
      MemorySegment.copy(content, 0, room, JAVA_BYTE, 0, content.length);
      long length = content.length;
      long _ = made(() -> (int) lsetxattr.invokeExact(state, path, key, room, length, 0));
    }
  }

  /** Writes at a place of a file; what lies before and was never written is a hole. */
  void write(int file, byte[] bytes, int offset, int length, long at) throws CallException {
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, BUFFER);
      MemorySegment.copy(bytes, offset + done, buffer, JAVA_BYTE, 0, part);
      long place = at + done;
      long count = part;
      done += (int) made(() -> (long) pwrite.invokeExact(state, file, buffer, count, place));
    }
  }

  void length(int file, long length) throws CallException {
    long _ = made(() -> (int) ftruncate.invokeExact(state, file, length));
  }

  void close(int file) {
    try {
      long _ = made(() -> (int) close.invokeExact(state, file));
    } catch (CallException e) {
      // What was written was written; whether it lasts, no call of ours could tell.
    }
  }

  private MemorySegment firstText(ByteString text) {
    return first.of(text.toByteArray());
  }

  private MemorySegment secondText(ByteString text) {
    return second.of(text.toByteArray());
  }

  @Override
  public void close() {
    library.close();
  }
}
