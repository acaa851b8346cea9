package dev.salvaguarda.agent.adapter.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads small answers as text; what is null is read as empty. */
final class Query {
  private Query() {}

  /** One column of all rows. */
  static List<String> column(Connection connection, String query, int column) throws SQLException {
    return rows(connection, query).stream().map(row -> row.get(column - 1)).toList();
  }

  /** The first column of the first row; empty where there is none. */
  static String one(Connection connection, String query) throws SQLException {
    return column(connection, query, 1).stream().findFirst().orElse("");
  }

  /** All rows. */
  static List<List<String>> rows(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return read(rows);
    }
  }

  /** All rows of a query with text parameters. */
  static List<List<String>> rows(Connection connection, String query, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows);
      }
    }
  }

  /** Runs a statement that answers nothing. */
  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    }
  }

  private static List<List<String>> read(ResultSet rows) throws SQLException {
    int width = rows.getMetaData().getColumnCount();
    List<List<String>> all = new ArrayList<>();
    while (rows.next()) {
      List<String> row = new ArrayList<>(width);
      for (int i = 1; i <= width; i++) {
        row.add(Objects.requireNonNullElse(rows.getString(i), ""));
      }
      all.add(List.copyOf(row));
    }
    return all;
  }
}
