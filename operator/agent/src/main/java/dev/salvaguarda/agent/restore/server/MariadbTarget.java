package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.dump.MariadbLogin;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.restore.stored.DumpHeader;
import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A MariaDB server, spoken to with {@code mariadb} and over its driver. */
final class MariadbTarget implements DatabaseServer {
  private static final int LONGEST_NAME = 64;

  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C", "HOME", "/nonexistent", "PATH", "/usr/bin:/bin");

  private static final Pattern UNREACHABLE =
      Pattern.compile("ERROR (?:1040|1053|1203|1927|2002|2003|2005|2006|2013|2026)\\b");

  private static final Pattern REFUSED =
      Pattern.compile("ERROR (?:1044|1045|1130|1142|1143|1227|1370|1698|4151)\\b");

  private static final Pattern FULL = Pattern.compile("ERROR (?:1021|1114)\\b|Errcode: 28\\b");

  private static final Pattern CREATE =
      Pattern.compile("^\\s*CREATE DATABASE (?:/\\*!\\d+ IF NOT EXISTS\\*/ )?`(?:[^`]|``)+`");

  private final DatabaseLogin login;
  private final SqlClient sql;
  private final ProgramRunner runner;
  private boolean offersTls;

  MariadbTarget(DatabaseLogin login, SqlClient sql, ProgramRunner runner) {
    this.login = login;
    this.sql = sql;
    this.runner = runner;
  }

  @Override
  public void requireTakes(DumpHeader header, String target) throws SourceException {
    boolean takes =
        header
            .kind()
            .map(kind ->
                switch (kind) {
                  case MARIADB, MARIADB_ACCOUNTS, MYSQL -> true;
                  case POSTGRESQL, POSTGRESQL_CLUSTER -> false;
                })
            .orElse(false);
    if (!takes) {
      throw SourceException.ofTarget(
          FailureReason.TARGET_UNSUITABLE,
          "What was stored of %s is no dump of MariaDB.".formatted(target));
    }
    offersTls =
        sql.rows(login, "", "SHOW SESSION STATUS LIKE 'Ssl_cipher'").stream()
            .anyMatch(row -> !row.get(1).isEmpty());
    VersionNumber own = version();
    boolean sameProduct = header.kind().equals(Optional.of(DumpHeader.Kind.MARIADB));
    if (sameProduct && header.version().filter(made -> made.compareTo(own) > 0).isPresent()) {
      throw SourceException.ofTarget(
          FailureReason.TARGET_VERSION_UNSUPPORTED,
          "The dump of %s was made on version %s, and the server %s is %s."
              .formatted(target, header.version().get(), login.place(), own));
    }
  }

  /** Whether letter case makes another name is the server's setting, mostly its file system's. */
  @Override
  public void requireNames(List<String> names) throws SourceException {
    boolean sameInAnyCase = names.size() > 1 && !one("SELECT @@lower_case_table_names").equals("0");
    Map<String, String> takers = new HashMap<>();
    for (String name : names) {
      int length = name.codePointCount(0, name.length());
      if (length > LONGEST_NAME) {
        throw unsuitable(
            "MariaDB takes names of up to %d characters, and %s has %d: restore under a shorter name"
                .formatted(LONGEST_NAME, name, length));
      }
      String other = takers.putIfAbsent(sameInAnyCase ? name.toLowerCase(Locale.ROOT) : name, name);
      if (other != null) {
        throw unsuitable(
            "The server %s holds %s and %s for the same name: restore one of them under another"
                .formatted(login.place(), other, name));
      }
    }
  }

  private static SourceException unsuitable(String why) {
    return SourceException.ofSource(FailureReason.TARGET_UNSUITABLE, why + "; nothing was loaded.");
  }

  private VersionNumber version() throws SourceException {
    String text = one("SELECT VERSION()");
    return VersionNumber.firstIn(text.startsWith("5.5.5-") ? text.substring(6) : text)
        .orElse(new VersionNumber(0, 0));
  }

  private String one(String query, String... parameters) throws SourceException {
    return sql.rows(login, "", query, parameters).stream()
        .findFirst()
        .map(List::getFirst)
        .orElse("");
  }

  @Override
  public Standing standing(String from, String to) throws SourceException {
    return new MariadbMarks(login, sql).standing(from, to);
  }

  @Override
  public Program creator(String database) {
    return client(List.of());
  }

  /** What was stored makes the database under its own name and goes on in it. */
  @Override
  public String creation(Optional<String> stored, String database) {
    return stored
        .map(text -> renamed(text.substring(0, text.lastIndexOf("USE `")), database))
        .orElse("CREATE DATABASE " + quoted(database) + " CHARACTER SET utf8mb4;\n");
  }

  private static String renamed(String creation, String database) {
    return CREATE
        .matcher(creation)
        .replaceFirst(Matcher.quoteReplacement("CREATE DATABASE " + quoted(database)));
  }

  @Override
  public Program loader(String database) {
    return client(List.of("--database=" + database));
  }

  @Override
  public InputStream relocated(InputStream dump, String from, String to) {
    return from.equals(to) ? dump : new RelocatedDump(dump, from, to);
  }

  /** The script itself leaves accounts that exist as they are. */
  @Override
  public InputStream sparing(InputStream roles) {
    return roles;
  }

  /** One account that can't be made is no reason to make no other. */
  @Override
  public Program rolesLoader() {
    return client(List.of("--force"));
  }

  /**
   * Standard input is the dump, so user and password come through a named pipe. In binary mode the
   * client knows no command that reaches beyond the server, whoever wrote the dump.
   */
  private Program client(List<String> more) {
    List<String> arguments = new ArrayList<>(connection("--defaults-file=" + Program.PIPE));
    arguments.addAll(
        List.of(
            "--batch",
            "--binary-mode",
            // A statement that fails may hold what nobody should read in a status.
            "--loose-skip-print-query-on-error",
            "--skip-reconnect",
            "--init-command=" + MariadbContent.PATIENCE,
            "--max-allowed-packet=1G"));
    arguments.addAll(more);
    return new Program(
            "mariadb", arguments, ENVIRONMENT, SecretBytes.ofUtf8(""), List.of(login.password()))
        .withPipe(MariadbLogin.optionFile(login));
  }

  private List<String> connection(String options) {
    List<String> arguments = new ArrayList<>();
    arguments.add(options);
    arguments.add("--host=" + login.host());
    arguments.add("--port=" + login.port());
    arguments.add("--protocol=TCP");
    arguments.add("--default-character-set=utf8mb4");
    arguments.addAll(MariadbLogin.tlsOptions(login, offersTls));
    return arguments;
  }

  private MariadbContent content() {
    return new MariadbContent(login, sql, runner, this::dumper, this::loader);
  }

  private MariadbReplacement replacement() {
    return new MariadbReplacement(content());
  }

  @Override
  public void requireReplaceable(String database) throws SourceException {
    replacement().requirePossible(database);
  }

  @Override
  public void withdraw(String from, String to) throws SourceException {
    replacement().withdraw(from, to);
  }

  @Override
  public void publish(String from, String to, boolean replace, Proof proof) throws SourceException {
    MariadbMove move = new MariadbMove(content());
    MariadbReplacement.Step landing =
        () -> move.run(from, to, creation -> renamed(creation, to), LandedMark.of(from, proof));
    if (replace) {
      replacement().run(from, to, landing);
    } else {
      landing.run();
    }
  }

  @Override
  public void dropReplaced(String from, String to) throws SourceException {
    replacement().drop(from);
  }

  @Override
  public void settle(String from, String to) throws SourceException {
    new MariadbMarks(login, sql).settle(from, to);
  }

  private Program dumper(List<String> options) {
    List<String> arguments = new ArrayList<>(connection("--defaults-file=/dev/stdin"));
    arguments.addAll(options);
    return new Program(
        "mariadb-dump",
        arguments,
        ENVIRONMENT,
        MariadbLogin.optionFile(login),
        List.of(login.password()));
  }

  @Override
  public void drop(String database) throws SourceException {
    content().drop(database);
  }

  @Override
  public void run(List<String> statements) throws SourceException {
    sql.run(login, "", statements);
  }

  @Override
  public Optional<String> answer(String database, String query) throws SourceException {
    return sql.answer(login, database, query);
  }

  @Override
  public FailureReason meaning(String error) {
    return reason(error);
  }

  /** What an error of a client program means, by the server's numbers. */
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

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
