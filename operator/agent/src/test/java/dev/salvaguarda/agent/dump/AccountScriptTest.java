package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.database.MariadbAccounts;
import dev.salvaguarda.agent.database.MariadbAccounts.Account;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountScriptTest {
  private static final String ROOT = "`root`@`localhost`";

  @Test
  void leavesTheLoginOfAnAccountThatExistsAlone() {
    assertThat(
            script(
                "GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` IDENTIFIED BY PASSWORD '*0F'"
                    + " REQUIRE SSL WITH GRANT OPTION MAX_USER_CONNECTIONS 3",
                "GRANT PROXY ON ``@`%` TO `root`@`localhost` WITH GRANT OPTION"))
        .contains(
            "CREATE USER IF NOT EXISTS `root`@`localhost` IDENTIFIED BY PASSWORD '*0F';\n",
            "\nGRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION;\n",
            "\nGRANT PROXY ON ``@`%` TO `root`@`localhost` WITH GRANT OPTION;\n")
        .containsOnlyOnce("IDENTIFIED");
  }

  @Test
  void takesNoWordsOfALoginForAGrant() {
    assertThat(
            script(
                "GRANT USAGE ON *.* TO `root`@`localhost` IDENTIFIED VIA pam USING 'it''s \\' WITH"
                    + " GRANT OPTION'"))
        .doesNotContain("GRANT USAGE");
    assertThat(
            script("GRANT SELECT ON *.* TO `root`@`localhost` REQUIRE SUBJECT 'WITH GRANT OPTION'"))
        .contains("\nGRANT SELECT ON *.* TO `root`@`localhost`;\n");
  }

  @Test
  void keepsGrantsOnObjectsAsTheyAreButForThoseThatAreGone() {
    assertThat(
            script(
                "GRANT SELECT ON `payroll`.`staff` TO `root`@`localhost`",
                "GRANT INSERT (`a`) ON `payroll`.`gone` TO `root`@`localhost`",
                "GRANT EXECUTE ON PROCEDURE `payroll`.`gone` TO `root`@`localhost`",
                "GRANT EXECUTE ON FUNCTION `payroll`.`gone` TO `root`@`localhost`",
                "GRANT SELECT ON `gone`.* TO `root`@`localhost`"))
        .contains(
            "\nGRANT SELECT ON `payroll`.`staff` TO `root`@`localhost`;\n",
            "\nGRANT EXECUTE ON FUNCTION `payroll`.`gone` TO `root`@`localhost`;\n",
            "\nGRANT SELECT ON `gone`.* TO `root`@`localhost`;\n")
        .doesNotContain("INSERT", "PROCEDURE");
  }

  @Test
  void makesAllAccountsBeforeAnyGrantAndNamesDefaultRolesLast() {
    Account user =
        new Account(ROOT, List.of("CREATE USER " + ROOT), List.of("GRANT `r` TO " + ROOT), "`r`");
    Account role =
        new Account(
            "`r`",
            List.of("CREATE ROLE `r`"),
            List.of("GRANT USAGE ON *.* TO `r`", "GRANT SELECT ON *.* TO `r`"),
            "");
    Account everybody =
        new Account("PUBLIC", List.of(), List.of("GRANT SELECT ON *.* TO PUBLIC"), "");

    assertThat(
            AccountScript.of(
                    new MariadbAccounts(List.of(user, role, everybody), List.of(), Set.of()),
                    "10.11.6-MariaDB")
                .lines()
                .filter(line -> line.matches("(?:CREATE|GRANT|SET DEFAULT).*")))
        .containsExactly(
            "CREATE ROLE IF NOT EXISTS salvaguarda_loads;",
            "CREATE USER IF NOT EXISTS `root`@`localhost`;",
            "CREATE ROLE IF NOT EXISTS `r` WITH ADMIN salvaguarda_loads;",
            "GRANT `r` TO `root`@`localhost`;",
            "GRANT SELECT ON *.* TO `r`;",
            "GRANT SELECT ON *.* TO PUBLIC;",
            "SET DEFAULT ROLE `r` FOR `root`@`localhost`;");
  }

  private static String script(String... grants) {
    Account root =
        new Account(
            ROOT,
            List.of("CREATE USER `root`@`localhost` IDENTIFIED BY PASSWORD '*0F'"),
            List.of(grants),
            "");
    return AccountScript.of(
        new MariadbAccounts(
            List.of(root), List.of(), Set.of("`payroll`.`gone`", "PROCEDURE `payroll`.`gone`")),
        "10.11.6-MariaDB");
  }
}
