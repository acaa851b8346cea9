package dev.salvaguarda.agent;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Answers of a database as text, to be compared with those of another. */
final class SqlRows {
  private SqlRows() {}

  /** The rows of a query, each in one line, in their natural order. */
  static List<String> of(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : " | ").append(rows.getString(i));
        }
        all.add(row.toString());
      }
      return all.stream().sorted().toList();
    }
  }
}
