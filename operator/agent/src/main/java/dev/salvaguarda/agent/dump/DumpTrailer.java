package dev.salvaguarda.agent.dump;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The last words of a dump that is whole. */
public enum DumpTrailer {
  /** {@code pg_dump}. */
  POSTGRESQL("-- PostgreSQL database dump complete"),
  /** {@code pg_dumpall}. */
  POSTGRESQL_CLUSTER("-- PostgreSQL database cluster dump complete"),
  /** {@code mariadb-dump} and {@code mysqldump}, with or without a date. */
  MARIADB("-- Dump completed");

  /** More than any trailer with all that may follow it. */
  public static final int TAIL_BYTES = 1_024;

  private final String line;

  DumpTrailer(String line) {
    this.line = line;
  }

  /** The line as the dump program writes it. */
  public String line() {
    return line;
  }

  /**
   * Whether the trailer is the last thing that this end of a dump says. The same words inside the
   * data don't count.
   *
   * @param tail the last bytes of the dump, {@value #TAIL_BYTES} or all there are
   */
  public boolean ends(byte[] tail) {
    List<String> lines = new String(tail, StandardCharsets.ISO_8859_1).lines().toList();
    for (String last : lines.reversed()) {
      if (isTrailer(last)) {
        return true;
      }
      if (!mayFollow(last)) {
        return false;
      }
    }
    return false;
  }

  private boolean isTrailer(String candidate) {
    return switch (this) {
      case POSTGRESQL, POSTGRESQL_CLUSTER -> candidate.equals(line);
      case MARIADB ->
          candidate.equals(line)
              || candidate.toLowerCase(Locale.ROOT).startsWith("-- dump completed on ");
    };
  }

  /**
   * Since the releases of August 2025, pg_dump closes with the random key of its restricted mode.
   */
  private static boolean mayFollow(String candidate) {
    return candidate.isBlank() || candidate.equals("--") || candidate.startsWith("\\unrestrict ");
  }
}
