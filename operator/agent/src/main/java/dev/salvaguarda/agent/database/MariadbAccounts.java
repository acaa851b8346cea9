package dev.salvaguarda.agent.database;

import java.util.List;
import java.util.Set;

/**
 * The accounts and roles of a MariaDB server, as it tells them itself.
 *
 * @param accounts in an order that stays the same
 * @param ignored names of accounts that stand in the server's tables without an effect, such as
 *     those with a host's name where the server resolves none; it tells nothing about them
 * @param gone tables and routines that grants still name, in the form of grants, such as {@code
 *     `payroll`.`staff`} or {@code PROCEDURE `payroll`.`raise`}
 */
public record MariadbAccounts(List<Account> accounts, List<String> ignored, Set<String> gone) {
  public MariadbAccounts {
    accounts = List.copyOf(accounts);
    ignored = List.copyOf(ignored);
    gone = Set.copyOf(gone);
  }

  /**
   * An account or a role.
   *
   * @param name quoted, as grants name it
   * @param creation statements that make it; empty for what every server has
   * @param grants statements with its privileges and roles
   * @param defaultRole quoted; empty where there is none
   */
  public record Account(
      String name, List<String> creation, List<String> grants, String defaultRole) {
    public Account {
      creation = List.copyOf(creation);
      grants = List.copyOf(grants);
    }
  }
}
