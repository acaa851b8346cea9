package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.PostgresqlDatabase;
import dev.salvaguarda.agent.dump.DumpPlan.Caveats;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code pg_dump} leaves out of a database with at most a warning. */
final class PostgresqlCaveats {
  private PostgresqlCaveats() {}

  static Caveats of(PostgresqlDatabase database, String role) {
    List<Failure> shortfalls = new ArrayList<>();
    if (!database.foreignTables().isEmpty()) {
      shortfalls.add(
          new Failure(
              FailureReason.DUMP_PARTIAL,
              "The rows of %s live on another server, and pg_dump leaves them out; the copy has the definitions."
                  .formatted(NameList.of("foreign table", database.foreignTables()))));
    }
    if (!database.hidden().isEmpty()) {
      shortfalls.add(
          new Failure(
              FailureReason.DUMP_PARTIAL,
              "The copy lacks %s, which only a superuser may dump."
                  .formatted(NameList.of(database.hidden()))));
    }
    return new Caveats(List.of(), shortfalls, suspicion(database, role));
  }

  private static Optional<Failure> suspicion(PostgresqlDatabase database, String role) {
    return database.unreadable().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureReason.SOURCE_ACCESS_DENIED,
                "The role %s may not read all rows of %s."
                    .formatted(role, NameList.of("table", database.unreadable()))));
  }
}
