package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.database.MariadbDatabase;
import dev.salvaguarda.agent.database.TableTrait;
import dev.salvaguarda.agent.dump.MariadbCaveats.History;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class MariadbCaveatsTest {
  private final Map<TableTrait, List<String>> tables = new EnumMap<>(TableTrait.class);
  private final SequencedMap<String, String> brokenViews = new LinkedHashMap<>();

  @Test
  void dumpsHistoryWhereClientAndServerCan() {
    tables.put(TableTrait.VERSIONED, List.of("contracts"));

    assertThat(caveats(History.SUPPORTED).withHistory()).isTrue();
    assertThat(shortfalls(History.SUPPORTED)).isEmpty();
  }

  @Test
  void asksForNoHistoryWhereThereIsNone() {
    assertThat(caveats(History.SUPPORTED).withHistory()).isFalse();
  }

  @Test
  void namesTablesWhoseHistoryIsNotStored() {
    tables.put(TableTrait.VERSIONED, List.of("contracts", "wages"));

    assertThat(caveats(History.CLIENT_TOO_OLD).withHistory()).isFalse();
    assertThat(shortfalls(History.CLIENT_TOO_OLD))
        .containsExactly(
            "The copy has the current rows of tables contracts, wages, but not their history: the"
                + " mariadb-dump of this image has no --dump-history.");
    assertThat(shortfalls(History.SERVER_TOO_OLD))
        .singleElement()
        .asString()
        .endsWith("only servers from MariaDB 10.11 on load a history.");
  }

  @Test
  void aHistoryThatCountsByTransactionsCostsTheOthersTheirs() {
    tables.put(TableTrait.VERSIONED, List.of("contracts", "ledger"));
    tables.put(TableTrait.VERSIONED_BY_TRANSACTION, List.of("ledger"));

    assertThat(caveats(History.SUPPORTED).withHistory()).isFalse();
    assertThat(shortfalls(History.SUPPORTED))
        .singleElement()
        .asString()
        .contains("contracts, ledger", "by transactions, as that of table ledger");
  }

  @Test
  void namesTablesWhoseRowsAreElsewhere() {
    tables.put(TableTrait.ROWS_ELSEWHERE, List.of("a", "b", "c", "d", "e", "f", "g"));

    assertThat(shortfalls(History.SUPPORTED))
        .singleElement()
        .asString()
        .startsWith("The rows of tables a, b, c, d, e and 2 more live on another server");
  }

  @Test
  void namesTablesThatAreNotInTheCopyAtAll() {
    tables.put(TableTrait.LEFT_OUT, List.of("archive"));

    assertThat(shortfalls(History.SUPPORTED))
        .containsExactly(
            "The copy lacks table archive: mariadb-dump leaves out what lives in S3, definitions and"
                + " rows.");
  }

  @Test
  void namesTablesThatAMySqlDoesNotTakeBack() {
    tables.put(TableTrait.COMPUTED, List.of("invoices"));

    assertThat(shortfalls(History.SUPPORTED))
        .singleElement()
        .asString()
        .startsWith("The rows of table invoices don't load into a MySQL as they are dumped");
  }

  @Test
  void namesViewsThatCannotBeRead() {
    brokenViews.put("v", "View 'payroll.v' references invalid table(s)");

    assertThat(shortfalls(History.SUPPORTED))
        .containsExactly(
            "The copy lacks view v, since reading it gives: View 'payroll.v' references invalid"
                + " table(s).");
  }

  @Test
  void tablesWithoutTransactionsOrRowsAreToldButCostNothing() {
    tables.put(TableTrait.NOT_TRANSACTIONAL, List.of("old"));
    tables.put(TableTrait.NO_ROWS, List.of("merged"));

    assertThat(shortfalls(History.SUPPORTED)).isEmpty();
    assertThat(caveats(History.SUPPORTED).toCaveats().remarks())
        .extracting(Failure::reason)
        .containsExactly(FailureReason.TABLE_NOT_TRANSACTIONAL, FailureReason.DUMP_PARTIAL);
  }

  private List<String> shortfalls(History history) {
    return caveats(history).toCaveats().shortfalls().stream().map(Failure::message).toList();
  }

  private MariadbCaveats caveats(History history) {
    return new MariadbCaveats(
        new MariadbDatabase("CREATE DATABASE `payroll`", tables, brokenViews), history);
  }
}
