package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.tree.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** What {@code lstat} says of an entry. */
record FileFacts(int mode, Instant modified, Instant changed, long size, Ids ids) {

  /** Numbers of an entry: where it is, whose it is, and which device it stands for. */
  record Ids(long inode, long device, long links, long uid, long gid, long representedDevice) {}

  private static final String WANTED =
      "unix:mode,lastModifiedTime,ctime,size,ino,dev,nlink,uid,gid,rdev";

  private static final int TYPE = 0170000;

  /** Looks at an entry, not at what it points to. */
  static FileFacts of(Path path) throws IOException {
    Map<String, Object> seen = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
    return new FileFacts(
        (Integer) value(seen, "mode"),
        ((FileTime) value(seen, "lastModifiedTime")).toInstant(),
        ((FileTime) value(seen, "ctime")).toInstant(),
        (Long) value(seen, "size"),
        new Ids(
            (Long) value(seen, "ino"),
            (Long) value(seen, "dev"),
            Integer.toUnsignedLong((Integer) value(seen, "nlink")),
            Integer.toUnsignedLong((Integer) value(seen, "uid")),
            Integer.toUnsignedLong((Integer) value(seen, "gid")),
            (Long) value(seen, "rdev")));
  }

  private static Object value(Map<String, Object> seen, String name) {
    return Objects.requireNonNull(seen.get(name), name);
  }

  FileMode storedMode() {
    return FileMode.ofUnix(mode);
  }

  boolean isDirectory() {
    return (mode & TYPE) == 0040000;
  }

  boolean isRegularFile() {
    return (mode & TYPE) == 0100000;
  }

  boolean isSymbolicLink() {
    return (mode & TYPE) == 0120000;
  }

  boolean isSocket() {
    return (mode & TYPE) == 0140000;
  }

  boolean isFifo() {
    return (mode & TYPE) == 0010000;
  }

  boolean isBlockDevice() {
    return (mode & TYPE) == 0060000;
  }

  boolean isCharacterDevice() {
    return (mode & TYPE) == 0020000;
  }

  /** Whether the content is the same as far as size and times tell. */
  boolean sameContentAs(FileFacts other) {
    return size == other.size
        && modified.equals(other.modified)
        && ids.inode() == other.ids.inode();
  }
}
