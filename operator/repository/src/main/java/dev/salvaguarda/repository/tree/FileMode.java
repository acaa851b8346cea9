package dev.salvaguarda.repository.tree;

/**
 * Type and permissions of a file in the bits that restic stores, which are those of the Go language
 * and not those of Unix: only the lower nine agree.
 *
 * @param bits as they stand in the JSON
 */
public record FileMode(long bits) {
  private static final long DIRECTORY = 1L << 31;
  private static final long SYMLINK = 1L << 27;
  private static final long DEVICE = 1L << 26;
  private static final long NAMED_PIPE = 1L << 25;
  private static final long SOCKET = 1L << 24;
  private static final long SET_UID = 1L << 23;
  private static final long SET_GID = 1L << 22;
  private static final long CHARACTER_DEVICE = 1L << 21;
  private static final long STICKY = 1L << 20;

  private static final int UNIX_TYPE = 0170000;

  /** From {@code st_mode} of Unix. */
  public static FileMode ofUnix(int stMode) {
    long type =
        switch (stMode & UNIX_TYPE) {
          case 0040000 -> DIRECTORY;
          case 0120000 -> SYMLINK;
          case 0060000 -> DEVICE;
          case 0020000 -> DEVICE | CHARACTER_DEVICE;
          case 0010000 -> NAMED_PIPE;
          case 0140000 -> SOCKET;
          default -> 0;
        };
    long special =
        ((stMode & 04000) != 0 ? SET_UID : 0)
            | ((stMode & 02000) != 0 ? SET_GID : 0)
            | ((stMode & 01000) != 0 ? STICKY : 0);
    return new FileMode(type | special | (stMode & 0777));
  }

  /** Permissions as Unix has them, with set-user-ID, set-group-ID and sticky bit. */
  public int unixPermissions() {
    return (int) (bits & 0777)
        | ((bits & SET_UID) != 0 ? 04000 : 0)
        | ((bits & SET_GID) != 0 ? 02000 : 0)
        | ((bits & STICKY) != 0 ? 01000 : 0);
  }

  /** A directory with these permissions, such as {@code 0755}. */
  public static FileMode directory(int permissions) {
    return new FileMode(DIRECTORY | (permissions & 0777));
  }

  /** A regular file with these permissions, such as {@code 0644}. */
  public static FileMode file(int permissions) {
    return new FileMode(permissions & 0777);
  }
}
