package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.MariadbAccounts;
import dev.salvaguarda.agent.database.MariadbAccounts.Account;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a MariaDB server is asked about its accounts, in words that it understands from 10.2 on. */
final class MariadbAccountQuestions {
  private static final int MOST_LOOKS = 5;

  /** Accounts first, since a role is made with one that administers it. */
  private static final String ACCOUNTS =
      "SELECT user, host, is_role, default_role FROM mysql.user"
          + " ORDER BY is_role, CAST(user AS BINARY), CAST(host AS BINARY)";

  private static final String ADMINISTRATORS =
      "SELECT role, user, host FROM mysql.roles_mapping WHERE admin_option = 'Y' AND host <> ''"
          + " ORDER BY CAST(user AS BINARY) DESC, CAST(host AS BINARY) DESC";

  private static final String GONE_TABLES =
      "SELECT DISTINCT '', p.db, p.table_name FROM mysql.tables_priv p"
          + " LEFT JOIN information_schema.tables t ON t.table_schema = p.db"
          + " AND t.table_name = p.table_name WHERE t.table_name IS NULL";

  private static final String GONE_ROUTINES =
      "SELECT DISTINCT CONCAT(p.routine_type, ' '), p.db, p.routine_name FROM mysql.procs_priv p"
          + " LEFT JOIN information_schema.routines r ON r.routine_schema = p.db"
          + " AND r.routine_name = p.routine_name AND r.routine_type = p.routine_type"
          + " WHERE r.routine_name IS NULL";

  private static final String EVERYBODY = "PUBLIC";

  private MariadbAccountQuestions() {}

  /** Asks until two answers in a row are the same: no transaction holds these tables still. */
  static MariadbAccounts accounts(Connection connection) throws SQLException {
    MariadbAccounts seen = look(connection);
    for (int i = 1; i < MOST_LOOKS; i++) {
      MariadbAccounts again = look(connection);
      if (again.equals(seen)) {
        return seen;
      }
      seen = again;
    }
    throw new SQLException("the accounts changed each time while they were read");
  }

  private static MariadbAccounts look(Connection connection) throws SQLException {
    Map<String, String> administrators = new HashMap<>();
    for (List<String> row : Query.rows(connection, ADMINISTRATORS)) {
      administrators.put(row.getFirst(), account(row.get(1), row.get(2)));
    }
    List<Account> accounts = new ArrayList<>();
    for (List<String> row : Query.rows(connection, ACCOUNTS)) {
      accounts.add(
          row.get(2).equals("Y")
              ? role(connection, row.getFirst(), administrators)
              : user(connection, account(row.getFirst(), row.get(1)), row.get(3)));
    }
    Set<String> gone = new HashSet<>();
    for (String question : List.of(GONE_TABLES, GONE_ROUTINES)) {
      for (List<String> row : Query.rows(connection, question)) {
        gone.add(row.getFirst() + quoted(row.get(1)) + "." + quoted(row.get(2)));
      }
    }
    return new MariadbAccounts(accounts, gone);
  }

  private static Account user(Connection connection, String name, String defaultRole)
      throws SQLException {
    return new Account(
        name,
        Query.column(connection, "SHOW CREATE USER " + name, 1),
        Query.column(connection, "SHOW GRANTS FOR " + name, 1),
        defaultRole.isEmpty() ? "" : quoted(defaultRole));
  }

  /** Whoever makes a role administers it, unless another is named. */
  private static Account role(
      Connection connection, String role, Map<String, String> administrators) throws SQLException {
    boolean everybody = role.equals(EVERYBODY);
    String name = everybody ? EVERYBODY : quoted(role);
    String by = administrators.get(role);
    return new Account(
        name,
        everybody
            ? List.of()
            : List.of("CREATE ROLE " + name + (by == null ? "" : " WITH ADMIN " + by)),
        Query.column(connection, "SHOW GRANTS FOR " + name, 1),
        "");
  }

  private static String account(String user, String host) {
    return quoted(user) + "@" + quoted(host);
  }

  private static String quoted(String name) {
    return JdbcMariadbCatalog.identifier(name);
  }
}
