package dev.salvaguarda.agent.database;

import static dev.salvaguarda.agent.database.TableTrait.LEFT_OUT;
import static dev.salvaguarda.agent.database.TableTrait.NOT_TRANSACTIONAL;
import static dev.salvaguarda.agent.database.TableTrait.NO_ROWS;
import static dev.salvaguarda.agent.database.TableTrait.ROWS_ELSEWHERE;
import static dev.salvaguarda.agent.database.TableTrait.VERSIONED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTraitTest {
  @Test
  void anOrdinaryTableHasNone() {
    assertThat(TableTrait.of("BASE TABLE", "InnoDB")).isEmpty();
    assertThat(TableTrait.of("BASE TABLE", "ROCKSDB")).isEmpty();
  }

  @Test
  void aVersionedTableMayBeWithoutTransactionsToo() {
    assertThat(TableTrait.of("SYSTEM VERSIONED", "InnoDB")).containsExactly(VERSIONED);
    assertThat(TableTrait.of("SYSTEM VERSIONED", "Aria"))
        .containsExactlyInAnyOrder(VERSIONED, NOT_TRANSACTIONAL);
  }

  @Test
  void tellsRowsThatAreElsewhereFromRowsThatAreNowhere() {
    assertThat(TableTrait.of("BASE TABLE", "FEDERATED")).containsExactly(ROWS_ELSEWHERE);
    assertThat(TableTrait.of("BASE TABLE", "CONNECT")).containsExactly(ROWS_ELSEWHERE);
    assertThat(TableTrait.of("BASE TABLE", "SPIDER")).containsExactly(ROWS_ELSEWHERE);
    assertThat(TableTrait.of("BASE TABLE", "BLACKHOLE")).containsExactly(NO_ROWS);
    assertThat(TableTrait.of("BASE TABLE", "MRG_MyISAM")).containsExactly(NO_ROWS);
  }

  @Test
  void aTableThatTheDumpProgramSkipsIsNoOrdinaryTableWithoutTransactions() {
    assertThat(TableTrait.of("BASE TABLE", "S3")).containsExactly(LEFT_OUT);
  }

  @Test
  void viewsAndSequencesAreNoTables() {
    assertThat(TableTrait.of("VIEW", "")).isEmpty();
    assertThat(TableTrait.of("SEQUENCE", "MyISAM")).isEmpty();
  }

  @Test
  void anUnknownEngineIsNotTrustedAndAMissingOneIsLeftToTheDump() {
    assertThat(TableTrait.of("BASE TABLE", "NEWFANGLED")).containsExactly(NOT_TRANSACTIONAL);
    assertThat(TableTrait.of("BASE TABLE", "")).isEmpty();
  }
}
