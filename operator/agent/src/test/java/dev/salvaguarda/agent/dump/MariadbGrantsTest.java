package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MariadbGrantsTest {
  private static final String USAGE =
      "GRANT USAGE ON *.* TO `backup`@`%` IDENTIFIED BY PASSWORD '*0'";

  @Test
  void findsNothingMissingWithTheDocumentedGrants() {
    assertThat(missing("GRANT SELECT, SHOW VIEW, EVENT, TRIGGER ON *.* TO `backup`@`%`")).isEmpty();
  }

  @Test
  void findsNothingMissingForAnAdministrator() {
    assertThat(missing("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION"))
        .isEmpty();
  }

  @Test
  void namesWhatADumpWouldLeaveOutSilently() {
    assertThat(missing(USAGE, "GRANT SELECT ON `payroll`.* TO `backup`@`%`"))
        .containsExactly(
            "SHOW VIEW", "TRIGGER", "EVENT", "SHOW CREATE ROUTINE (or SELECT on mysql.proc)");
  }

  @Test
  void acceptsGrantsOnTheDatabaseWithTheTableOfRoutines() {
    assertThat(
            missing(
                USAGE,
                "GRANT SELECT, SHOW VIEW, EVENT, TRIGGER ON `payroll`.* TO `backup`@`%`",
                "GRANT SELECT ON `mysql`.`proc` TO `backup`@`%`"))
        .isEmpty();
  }

  @Test
  void understandsPatternsInNamesOfDatabases() {
    MariadbGrants grants =
        MariadbGrants.parse(
            List.of(
                "GRANT SELECT, SHOW VIEW, EVENT, TRIGGER, SHOW CREATE ROUTINE ON `pay\\_%`.* TO `b`@`%`"));

    assertThat(grants.missingFor("pay_roll")).isEmpty();
    assertThat(grants.missingFor("payroll")).isNotEmpty();
  }

  @Test
  void doesNotTakeARightOnSomeTablesForOneOnTheDatabase() {
    assertThat(missing(USAGE, "GRANT SELECT ON `payroll`.`staff` TO `backup`@`%`"))
        .contains("SELECT");
  }

  private static List<String> missing(String... grants) {
    return MariadbGrants.parse(List.of(grants)).missingFor("payroll");
  }
}
