package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.MariadbAccounts;
import dev.salvaguarda.agent.database.MariadbAccounts.Account;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a MariaDB server is asked about its accounts, in words that it understands from 10.2 on. */
final class MariadbAccountQuestions {
  /** No such account in effect. */
  private static final Set<Integer> UNKNOWN = Set.of(1133, 1141);

  private static final int MOST_LOOKS = 5;

  private static final String ACCOUNTS =
      "SELECT user, host, is_role, default_role, x509_issuer, x509_subject FROM mysql.user"
          + " ORDER BY is_role, CAST(user AS BINARY), CAST(host AS BINARY)";

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
    List<Account> accounts = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    for (List<String> row : Query.rows(connection, ACCOUNTS)) {
      if (row.get(2).equals("Y")) {
        accounts.add(role(connection, row.getFirst()));
      } else {
        String name = quoted(row.getFirst()) + "@" + quoted(row.get(1));
        user(connection, name, row.get(3), row.subList(4, 6))
            .ifPresentOrElse(accounts::add, () -> ignored.add(name));
      }
    }
    Set<String> gone = new HashSet<>();
    for (String question : List.of(GONE_TABLES, GONE_ROUTINES)) {
      for (List<String> row : Query.rows(connection, question)) {
        gone.add(row.getFirst() + quoted(row.get(1)) + "." + quoted(row.get(2)));
      }
    }
    return new MariadbAccounts(accounts, ignored, gone);
  }

  private static Optional<Account> user(
      Connection connection, String name, String defaultRole, List<String> unescaped)
      throws SQLException {
    try {
      return Optional.of(
          new Account(
              name,
              escaped(Query.column(connection, "SHOW CREATE USER " + name, 1), unescaped),
              escaped(Query.column(connection, "SHOW GRANTS FOR " + name, 1), unescaped),
              defaultRole.isEmpty() ? "" : quoted(defaultRole)));
    } catch (SQLException e) {
      if (UNKNOWN.contains(e.getErrorCode())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Some versions don't double an apostrophe in these. */
  private static List<String> escaped(List<String> statements, List<String> values) {
    List<String> all = new ArrayList<>();
    for (String statement : statements) {
      String whole = statement;
      for (String value : values) {
        whole = whole.replace("'" + value + "'", "'" + value.replace("'", "''") + "'");
      }
      all.add(whole);
    }
    return all;
  }

  private static Account role(Connection connection, String role) throws SQLException {
    boolean everybody = role.equals(EVERYBODY);
    String name = everybody ? EVERYBODY : quoted(role);
    return new Account(
        name,
        everybody ? List.of() : List.of("CREATE ROLE " + name),
        Query.column(connection, "SHOW GRANTS FOR " + name, 1),
        "");
  }

  private static String quoted(String name) {
    return JdbcMariadbCatalog.identifier(name);
  }
}
