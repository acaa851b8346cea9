package dev.salvaguarda.agent.tar;

/** What a member is, with the bits that Unix has for it in a file's mode. */
public enum MemberKind {
  FILE(0100000),
  /** A further name of a file that came before. */
  HARD_LINK(0100000),
  SYMBOLIC_LINK(0120000),
  CHARACTER_DEVICE(0020000),
  BLOCK_DEVICE(0060000),
  DIRECTORY(0040000),
  PIPE(0010000);

  private final int modeBits;

  MemberKind(int modeBits) {
    this.modeBits = modeBits;
  }

  /** As in {@code st_mode}. */
  public int modeBits() {
    return modeBits;
  }

  static MemberKind of(char type) throws TarException {
    return switch (type) {
      case '0', '\0', '7' -> FILE;
      case '1' -> HARD_LINK;
      case '2' -> SYMBOLIC_LINK;
      case '3' -> CHARACTER_DEVICE;
      case '4' -> BLOCK_DEVICE;
      case '5' -> DIRECTORY;
      case '6' -> PIPE;
      default ->
          throw new TarException(
              TarFault.UNKNOWN_MEMBER,
              "The tar has a member of type %d, which is not understood.".formatted((int) type));
    };
  }
}
