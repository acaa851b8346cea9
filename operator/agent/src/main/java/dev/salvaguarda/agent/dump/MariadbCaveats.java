package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.MariadbDatabase;
import dev.salvaguarda.agent.database.TableTrait;
import dev.salvaguarda.agent.dump.DumpPlan.Caveats;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code mariadb-dump} can't store of a database, which it leaves out without a word.
 *
 * @param database what it holds
 * @param history whether history can be dumped and loaded: by client and server
 */
record MariadbCaveats(MariadbDatabase database, History history) {
  /** Whether the history of system-versioned tables can be dumped and loaded again. */
  enum History {
    SUPPORTED,
    CLIENT_TOO_OLD,
    SERVER_TOO_OLD
  }

  /** Whether the dump is to hold history. It can't where one table counts by transactions. */
  boolean withHistory() {
    return history == History.SUPPORTED
        && !database.with(TableTrait.VERSIONED).isEmpty()
        && database.with(TableTrait.VERSIONED_BY_TRANSACTION).isEmpty();
  }

  Caveats toCaveats() {
    List<Failure> shortfalls = new ArrayList<>();
    List<String> elsewhere = database.with(TableTrait.ROWS_ELSEWHERE);
    if (!elsewhere.isEmpty()) {
      shortfalls.add(
          partial(
              "The rows of %s live on another server or in a file, and mariadb-dump leaves them out; the copy has the definitions."
                  .formatted(NameList.of("table", elsewhere))));
    }
    List<String> skipped = database.with(TableTrait.LEFT_OUT);
    if (!skipped.isEmpty()) {
      shortfalls.add(
          partial(
              "The copy lacks %s: mariadb-dump leaves out what lives in S3, definitions and rows."
                  .formatted(NameList.of("table", skipped))));
    }
    List<String> computed = database.with(TableTrait.COMPUTED);
    if (!computed.isEmpty()) {
      shortfalls.add(
          partial(
              "The rows of %s don't load into a MySQL as they are dumped: mariadb-dump writes values for computed columns, which MySQL refuses; a MariaDB takes them."
                  .formatted(NameList.of("table", computed))));
    }
    if (!database.brokenViews().isEmpty()) {
      shortfalls.add(
          partial(
              "The copy lacks %s, since reading it gives: %s."
                  .formatted(
                      NameList.of("view", database.brokenViews().keySet()),
                      database.brokenViews().firstEntry().getValue())));
    }
    if (!database.with(TableTrait.VERSIONED).isEmpty() && !withHistory()) {
      shortfalls.add(
          partial(
              "The copy has the current rows of %s, but not their history: %s."
                  .formatted(
                      NameList.of("table", database.with(TableTrait.VERSIONED)), whyNoHistory())));
    }
    return new Caveats(remarks(), shortfalls, Optional.empty());
  }

  private List<Failure> remarks() {
    List<Failure> remarks = new ArrayList<>();
    List<String> unsafe = database.with(TableTrait.NOT_TRANSACTIONAL);
    if (!unsafe.isEmpty()) {
      remarks.add(
          new Failure(
              FailureReason.TABLE_NOT_TRANSACTIONAL,
              "There are no transactions in the engine of %s; what is written during the dump may be mixed."
                  .formatted(NameList.of("table", unsafe))));
    }
    List<String> rowless = database.with(TableTrait.NO_ROWS);
    if (!rowless.isEmpty()) {
      remarks.add(
          partial(
              "There are no rows of their own in %s; the copy has the definitions."
                  .formatted(NameList.of("table", rowless))));
    }
    return remarks;
  }

  private String whyNoHistory() {
    List<String> byTransaction = database.with(TableTrait.VERSIONED_BY_TRANSACTION);
    if (!byTransaction.isEmpty()) {
      return "mariadb-dump can't dump a history that counts by transactions, as that of "
          + NameList.of("table", byTransaction)
          + ", nor any beside it";
    }
    return switch (history) {
      case CLIENT_TOO_OLD -> "the mariadb-dump of this image has no --dump-history";
      case SERVER_TOO_OLD, SUPPORTED -> "only servers from MariaDB 10.11 on load a history";
    };
  }

  private static Failure partial(String message) {
    return new Failure(FailureReason.DUMP_PARTIAL, message);
  }
}
