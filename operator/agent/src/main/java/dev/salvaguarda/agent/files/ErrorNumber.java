package dev.salvaguarda.agent.files;

/** Linux's numbers for what went wrong in a call, in words. */
public final class ErrorNumber {
  /** The answer does not fit into the room that was offered. */
  static final int RANGE = 34;

  /** The name is taken. */
  public static final int EXISTS = 17;

  /** Not for this user. */
  public static final int ACCESS = 13;

  private static final int INVALID = 22;
  private static final int NO_SUCH_CALL = 38;
  private static final int NO_SPACE = 28;
  private static final int QUOTA = 122;
  private static final int NO_ENTRY = 2;
  private static final int NO_DATA = 61;
  private static final int NOT_SUPPORTED = 95;

  private ErrorNumber() {}

  /**
   * Whether the number says that there is nothing: no such attribute, a file system that knows
   * none, or an entry that vanished, which is told where it is read.
   */
  public static boolean meansNone(int errno) {
    return errno == NO_DATA || errno == NOT_SUPPORTED || errno == NO_ENTRY;
  }

  /** Whether the number says that the kernel or the file system does not know what is asked. */
  public static boolean meansUnknown(int errno) {
    return errno == INVALID || errno == NO_SUCH_CALL || errno == NOT_SUPPORTED;
  }

  /** Whether the number says that there is no room left. */
  public static boolean meansFull(int errno) {
    return errno == NO_SPACE || errno == QUOTA;
  }

  /** What a person would want to read, without relying on the system's language. */
  public static String text(int errno) {
    return switch (errno) {
      case 1 -> "Operation not permitted";
      case NO_ENTRY -> "No such file or directory";
      case 5 -> "Input/output error";
      case 7 -> "Argument list too long";
      case 12 -> "Out of memory";
      case ACCESS -> "Permission denied";
      case 20 -> "Not a directory";
      case INVALID -> "Invalid argument";
      case RANGE -> "Result too large";
      case EXISTS -> "File exists";
      case 18 -> "Invalid cross-device link";
      case 21 -> "Is a directory";
      case NO_SPACE -> "No space left on device";
      case 30 -> "Read-only file system";
      case 36 -> "File name too long";
      case NOT_SUPPORTED -> "Operation not supported";
      case 116 -> "Stale file handle";
      case QUOTA -> "Disk quota exceeded";
      default -> "error number " + errno;
    };
  }
}
