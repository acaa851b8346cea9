package dev.salvaguarda.agent.restore.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Optional;

/** What open files are, and whether two are alike in all that a person would miss. */
final class SameFile {
  private static final String FACTS = "unix:mode,uid,gid,size,lastModifiedTime";

  private static final String SPECIAL = FACTS + ",rdev";

  private SameFile() {}

  static boolean test(int one, int other) {
    try {
      Path first = path(one);
      Path second = path(other);
      return Files.readAttributes(first, FACTS).equals(Files.readAttributes(second, FACTS))
          && Files.isRegularFile(first)
          && Files.mismatch(first, second) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether two pipes or devices are alike. */
  static boolean isSpecial(int one, int other) {
    try {
      return !Files.isRegularFile(path(one))
          && !Files.isDirectory(path(one))
          && Files.readAttributes(path(one), SPECIAL)
              .equals(Files.readAttributes(path(other), SPECIAL));
    } catch (IOException e) {
      return false;
    }
  }

  /** When an open directory was changed last; empty if the system does not tell. */
  static Optional<Instant> modified(int directory) {
    try {
      return Optional.of(Files.getLastModifiedTime(path(directory)).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether who owns an open directory may not write in it; false if the system does not tell. */
  static boolean isClosedToOwner(int directory) {
    try {
      return !Files.getPosixFilePermissions(path(directory))
          .contains(PosixFilePermission.OWNER_WRITE);
    } catch (IOException e) {
      return false;
    }
  }

  private static Path path(int handle) {
    return Path.of("/proc/self/fd/" + handle);
  }
}
