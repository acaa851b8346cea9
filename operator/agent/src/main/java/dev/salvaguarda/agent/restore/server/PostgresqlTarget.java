package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.dump.ConnectionString;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.restore.stored.DumpHeader;
import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A PostgreSQL server, spoken to with {@code psql} and over its driver. */
final class PostgresqlTarget implements DatabaseServer {
  static final String MAINTENANCE = "postgres";

  /** In bytes, unless the server was built to be different. */
  private static final int LONGEST_NAME = 63;

  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C", "HOME", "/nonexistent", "PATH", "/usr/bin:/bin");

  /** The library words a connection that breaks by the call that noticed it. */
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "connection to server|server closed the connection|could not translate host name"
              + "|could not (?:connect to|receive data from|send data to) server"
              + "|could not send startup packet|SSL SYSCALL error"
              + "|SSL connection has been closed|connection not open|connection pointer is NULL"
              + "|terminating connection|the database system is|no connection to the server"
              + "|error: timeout expired|too many clients|remaining connection slots");

  private static final Pattern REFUSED =
      Pattern.compile(
          "password authentication failed|permission denied|must be (?:owner|superuser|member)"
              + "|no pg_hba\\.conf entry");

  /**
   * The last block that there is room for may be a part of one, and then no error number is told.
   */
  private static final Pattern FULL =
      Pattern.compile("No space left on device|disk full|wrote only \\d+ of \\d+ bytes");

  private final DatabaseLogin login;
  private final SqlClient sql;
  private final PostgresqlNaming naming;

  PostgresqlTarget(DatabaseLogin login, SqlClient sql) {
    this.login = login;
    this.sql = sql;
    this.naming = new PostgresqlNaming(login, sql);
  }

  @Override
  public void requireTakes(DumpHeader header, String target) throws SourceException {
    boolean takes =
        header
            .kind()
            .map(kind ->
                switch (kind) {
                  case POSTGRESQL, POSTGRESQL_CLUSTER -> true;
                  case MARIADB, MARIADB_ACCOUNTS, MYSQL -> false;
                })
            .orElse(false);
    if (!takes) {
      throw SourceException.ofTarget(
          FailureReason.TARGET_UNSUITABLE,
          "What was stored of %s is no dump of PostgreSQL.".formatted(target));
    }
    int major = major();
    if (header.version().map(VersionNumber::major).orElse(0) > major) {
      throw SourceException.ofTarget(
          FailureReason.TARGET_VERSION_UNSUPPORTED,
          "The dump of %s was made on PostgreSQL %s, and the server %s is %d."
              .formatted(
                  target, header.version().map(String::valueOf).orElse(""), login.place(), major));
    }
  }

  @Override
  public void requireNames(List<String> names) throws SourceException {
    for (String name : names) {
      int bytes = name.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST_NAME) {
        throw SourceException.ofSource(
            FailureReason.TARGET_UNSUITABLE,
            "PostgreSQL would cut the name %s, which has %d bytes, after %d: restore under a shorter name; nothing was loaded."
                .formatted(name, bytes, LONGEST_NAME));
      }
    }
  }

  private int major() throws SourceException {
    String number = one("SHOW server_version_num");
    return Integer.parseInt(number) / 10_000;
  }

  private String one(String query, String... parameters) throws SourceException {
    return sql.rows(login, MAINTENANCE, query, parameters).stream()
        .findFirst()
        .map(List::getFirst)
        .orElse("");
  }

  @Override
  public Program creator(String database) {
    return psql(MAINTENANCE, List.of("--set=ON_ERROR_STOP=1", "--set=database=" + database));
  }

  /** What was stored takes the name from a variable. */
  @Override
  public String creation(Optional<String> stored, String database) {
    return stored.orElse("CREATE DATABASE :\"database\" TEMPLATE template0 ENCODING 'UTF8';\n");
  }

  @Override
  public Program loader(String database) {
    return psql(database, List.of("--set=ON_ERROR_STOP=1"));
  }

  /** Nothing in a dump names its database. */
  @Override
  public InputStream relocated(InputStream dump, String from, String to) {
    return dump;
  }

  /** It has each role on lines of its own; other lines say who is a member of what. */
  @Override
  public InputStream sparing(InputStream roles) throws SourceException, IOException {
    Set<String> known =
        sql.rows(login, MAINTENANCE, "SELECT rolname FROM pg_catalog.pg_roles").stream()
            .map(List::getFirst)
            .collect(Collectors.toSet());
    List<String> spared =
        new String(roles.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> RoleNames.ofDefinition(line).filter(known::contains).isEmpty())
            .toList();
    String statements = String.join("\n", together(spared)) + "\n";
    return new ByteArrayInputStream(statements.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A role is one that exists as soon as it is made, and another attempt would leave it without its
   * password and settings; so all of them are made at once. Tablespaces can't be.
   */
  private static List<String> together(List<String> lines) {
    List<String> all = new ArrayList<>(lines);
    int end =
        (int) lines.stream().takeWhile(line -> !line.startsWith("CREATE TABLESPACE ")).count();
    all.add(end, "COMMIT;");
    all.addFirst("BEGIN;");
    return all;
  }

  /** Roles that exist are errors of such a dump that do no harm. */
  @Override
  public Program rolesLoader() {
    return psql(MAINTENANCE, List.of("--set=ON_ERROR_ROLLBACK=on"));
  }

  /** The password is asked for and answered on standard input, which goes on with the script. */
  private Program psql(String database, List<String> options) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--no-psqlrc");
    arguments.add("--quiet");
    arguments.add("--password");
    arguments.add("--output=/dev/null");
    arguments.add("--set=VERBOSITY=terse");
    arguments.addAll(options);
    arguments.add("--dbname=" + ConnectionString.of(login, database));
    return new Program(
        "psql",
        arguments,
        ENVIRONMENT,
        SecretBytes.ofUtf8(login.password().revealUtf8() + "\n"),
        List.of(login.password()));
  }

  /** One that is renamed keeps all that it holds. */
  @Override
  public void requireReplaceable(String database) {}

  /** Names change all together or not at all. */
  @Override
  public void withdraw(String from, String to) {}

  @Override
  public Standing standing(String from, String to) throws SourceException {
    return naming.standing(from, to);
  }

  @Override
  public void publish(String from, String to, boolean replace, Proof proof) throws SourceException {
    naming.publish(from, to, replace, proof);
  }

  @Override
  public void dropReplaced(String from, String to) throws SourceException {
    naming.dropReplaced(from);
  }

  @Override
  public void settle(String from, String to) throws SourceException {
    naming.settle(from, to);
  }

  @Override
  public void drop(String database) throws SourceException {
    naming.drop(database);
  }

  @Override
  public void run(List<String> statements) throws SourceException {
    sql.run(login, MAINTENANCE, statements);
  }

  @Override
  public Optional<String> answer(String database, String query) throws SourceException {
    return sql.answer(login, database, query);
  }

  @Override
  public FailureReason meaning(String error) {
    return reason(error);
  }

  /** What an error of {@code psql} means, by its words. */
  static FailureReason reason(String error) {
    if (FULL.matcher(error).find()) {
      return FailureReason.TARGET_OUT_OF_SPACE;
    }
    if (REFUSED.matcher(error).find()) {
      return FailureReason.TARGET_ACCESS_DENIED;
    }
    return UNREACHABLE.matcher(error).find()
        ? FailureReason.TARGET_UNREACHABLE
        : FailureReason.LOAD_FAILED;
  }
}
