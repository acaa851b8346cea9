package dev.salvaguarda.agent.database;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What sets a MariaDB table apart from one whose rows a single transaction sees in one state. */
public enum TableTrait {
  /** Its rows change while they are read. */
  NOT_TRANSACTIONAL,
  /** Its rows are on another server or in a file, and the dump program leaves them out. */
  ROWS_ELSEWHERE,
  /** The dump program leaves out its definition and its rows. */
  LEFT_OUT,
  /** It has no rows of its own: it shows those of other tables, or none. */
  NO_ROWS,
  /** It has computed columns, for which the server refuses the values that the dump has. */
  COMPUTED,
  /** It keeps its earlier rows, by time or by transaction. */
  VERSIONED,
  /** It keeps its earlier rows by transaction. */
  VERSIONED_BY_TRANSACTION;

  private static final Set<String> TRANSACTIONAL =
      Set.of("INNODB", "ROCKSDB", "TOKUDB", "NDBCLUSTER", "SEQUENCE");
  private static final Set<String> ELSEWHERE = Set.of("FEDERATED", "CONNECT", "SPIDER", "VP");
  private static final Set<String> SKIPPED = Set.of("S3");
  private static final Set<String> ROWLESS =
      Set.of("BLACKHOLE", "MRG_MYISAM", "MRG_ISAM", "OQGRAPH");

  /**
   * The traits that type and engine tell.
   *
   * @param type as {@code information_schema.tables} has it
   * @param engine empty where the server can't tell; such a table fails to be dumped, loudly
   */
  public static Set<TableTrait> of(String type, String engine) {
    Set<TableTrait> traits = EnumSet.noneOf(TableTrait.class);
    boolean versioned = type.equalsIgnoreCase("SYSTEM VERSIONED");
    if (!versioned && !type.equalsIgnoreCase("BASE TABLE")) {
      return traits;
    }
    if (versioned) {
      traits.add(VERSIONED);
    }
    String name = engine.toUpperCase(Locale.ROOT);
    if (ELSEWHERE.contains(name)) {
      traits.add(ROWS_ELSEWHERE);
    } else if (SKIPPED.contains(name)) {
      traits.add(LEFT_OUT);
    } else if (ROWLESS.contains(name)) {
      traits.add(NO_ROWS);
    } else if (!name.isEmpty() && !TRANSACTIONAL.contains(name)) {
      traits.add(NOT_TRANSACTIONAL);
    }
    return traits;
  }
}
