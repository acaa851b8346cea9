package dev.salvaguarda.agent.restore.stored;

import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.dump.AccountScript;
import dev.salvaguarda.agent.dump.DumpTrailer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the first lines of a dump say of it.
 *
 * @param kind what wrote it; empty if they don't say
 * @param version of the server that it was made on; empty if they don't say
 */
public record DumpHeader(Optional<Kind> kind, Optional<VersionNumber> version) {
  /** More than the first lines of any dump. */
  static final int HEAD_BYTES = 2_048;

  /** The kinds of dump. */
  public enum Kind {
    POSTGRESQL("-- PostgreSQL database dump", DumpTrailer.POSTGRESQL),
    /** Roles and tablespaces of a server. */
    POSTGRESQL_CLUSTER("-- PostgreSQL database cluster dump", DumpTrailer.POSTGRESQL_CLUSTER),
    MARIADB("-- MariaDB dump ", DumpTrailer.MARIADB),
    /** Accounts and roles of a server, written by us. */
    MARIADB_ACCOUNTS(AccountScript.FIRST_LINE, DumpTrailer.MARIADB),
    /** By MySQL's own program, or of its server. */
    MYSQL("-- MySQL dump ", DumpTrailer.MARIADB);

    private final String mark;
    private final DumpTrailer trailer;

    Kind(String mark, DumpTrailer trailer) {
      this.mark = mark;
      this.trailer = trailer;
    }

    /** The line that ends a whole dump. */
    public DumpTrailer trailer() {
      return trailer;
    }

    /** Whether it belongs to no database, and is loaded into the server as it is. */
    public boolean isOfServer() {
      return this == POSTGRESQL_CLUSTER || this == MARIADB_ACCOUNTS;
    }
  }

  /** Reads the first bytes of a dump. */
  static DumpHeader of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    for (Kind kind : Kind.values()) {
      if (text.lines().limit(8).anyMatch(line -> isMarked(kind, line))) {
        return of(kind, text);
      }
    }
    return new DumpHeader(Optional.empty(), Optional.empty());
  }

  private static boolean isMarked(Kind kind, String line) {
    return kind.mark.endsWith(" ") ? line.startsWith(kind.mark) : line.equals(kind.mark);
  }

  private static DumpHeader of(Kind kind, String text) {
    return switch (kind) {
      case POSTGRESQL, POSTGRESQL_CLUSTER ->
          new DumpHeader(
              Optional.of(kind), VersionNumber.after("-- Dumped from database version ", text));
      case MARIADB_ACCOUNTS ->
          new DumpHeader(Optional.of(kind), VersionNumber.after("-- Server version", text));
      case MARIADB, MYSQL -> {
        Optional<VersionNumber> version = VersionNumber.after("-- Server version", text);
        boolean isMariadb = text.lines().anyMatch(DumpHeader::namesMariadb);
        yield new DumpHeader(Optional.of(isMariadb ? Kind.MARIADB : Kind.MYSQL), version);
      }
    };
  }

  private static boolean namesMariadb(String line) {
    return line.startsWith("-- Server version") && line.contains("MariaDB");
  }
}
