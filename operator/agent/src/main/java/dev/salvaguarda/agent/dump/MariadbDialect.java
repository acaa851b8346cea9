package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.MariadbFacts;
import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.port.MariadbCatalog;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import dev.salvaguarda.repository.model.SecretBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** MariaDB and MySQL: {@code mariadb-dump} for each database. */
public final class MariadbDialect implements DumpDialect {
  private static final String TOOL = "mariadb-dump";
  private static final VersionNumber OLDEST_SERVER = new VersionNumber(5, 5);
  private static final int MOST_TABLES_NAMED = 5;

  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C", "HOME", "/nonexistent", "PATH", "/usr/bin:/bin");

  /** One consistent state, in the same order each time, with all that belongs to a database. */
  private static final List<String> DUMP_OPTIONS =
      List.of(
          "--single-transaction",
          "--quick",
          "--skip-dump-date",
          "--order-by-primary",
          "--routines",
          "--events",
          "--triggers",
          "--hex-blob",
          "--no-tablespaces",
          "--default-character-set=utf8mb4",
          "--max-allowed-packet=1G");

  private final MariadbOrder order;
  private final DatabaseLogin login;
  private final MariadbCatalog catalog;
  private final ProgramRunner runner;
  private @Nullable MariadbFacts facts;

  public MariadbDialect(
      MariadbOrder order, DatabaseLogin login, MariadbCatalog catalog, ProgramRunner runner) {
    this.order = order;
    this.login = login;
    this.catalog = catalog;
    this.runner = runner;
  }

  @Override
  public List<String> discover() throws SourceException, InterruptedException {
    MariadbFacts found = catalog.read(login);
    checkVersions(found, ToolVersion.ask(runner, TOOL, "Distrib"));
    facts = found;
    List<String> targets =
        TargetSelection.of(order.databases(), order.excludeDatabases(), found.databases());
    if (targets.isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_EMPTY,
          "No database of %s is left after databases and excludeDatabases, of those that %s sees"
              .formatted(login.place(), login.username()));
    }
    return targets;
  }

  /**
   * mariadb-dump reads servers that are newer than itself: MariaDB keeps its protocol and catalogue
   * compatible. Only servers that are too old to have a consistent snapshot are refused.
   */
  private void checkVersions(MariadbFacts found, VersionNumber tool) throws SourceException {
    Optional<VersionNumber> server = VersionNumber.firstIn(withoutReplicationPrefix(found));
    if (server.isEmpty() || server.get().compareTo(OLDEST_SERVER) < 0) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_VERSION_UNSUPPORTED,
          "The server %s is of version %s, and mariadb-dump %s of this image is used from %s on"
              .formatted(login.place(), found.version(), tool, OLDEST_SERVER));
    }
  }

  /** Some servers put 5.5.5- in front for the sake of old replicas. */
  private static String withoutReplicationPrefix(MariadbFacts found) {
    String prefix = "5.5.5-";
    return found.version().startsWith(prefix)
        ? found.version().substring(prefix.length())
        : found.version();
  }

  @Override
  public DumpPlan plan(String target) throws SourceException {
    MariadbFacts known = known();
    if (!known.databases().contains(target)) {
      throw SourceException.ofTarget(
          FailureReason.SOURCE_NOT_FOUND,
          "The server %s has no database %s that %s may see"
              .formatted(login.place(), target, login.username()));
    }
    List<String> missing = MariadbGrants.parse(known.grants()).missingFor(target);
    if (!missing.isEmpty()) {
      throw SourceException.ofTarget(
          FailureReason.SOURCE_ACCESS_DENIED,
          "%s lacks %s on %s, without which a copy would leave things out silently"
              .formatted(login.username(), String.join(", ", missing), target));
    }
    List<String> unsafe = known.nonTransactionalTables().getOrDefault(target, List.of());
    return new DumpPlan(
        program(target, known),
        DumpPlan.fileNameOf(target),
        DumpTrailer.MARIADB,
        unsafe.isEmpty() ? Consistency.APPLICATION : Consistency.CRASH,
        true,
        unsafe.isEmpty() ? List.of() : List.of(remarkAbout(unsafe)));
  }

  private static Failure remarkAbout(List<String> tables) {
    String named = String.join(", ", tables.subList(0, Math.min(MOST_TABLES_NAMED, tables.size())));
    return new Failure(
        FailureReason.FILE_CHANGED,
        "%d tables have an engine without transactions (%s%s); what is written to them during the dump may be mixed"
            .formatted(tables.size(), named, tables.size() > MOST_TABLES_NAMED ? ", …" : ""));
  }

  private Program program(String database, MariadbFacts known) {
    List<String> arguments = new ArrayList<>();
    // Must be the first; and the only option file, so that none of this machine has a say.
    arguments.add("--defaults-file=/dev/stdin");
    arguments.add("--host=" + login.host());
    arguments.add("--port=" + login.port());
    arguments.add("--protocol=TCP");
    arguments.addAll(tlsOptions(known));
    arguments.addAll(DUMP_OPTIONS);
    arguments.add("--");
    arguments.add(database);
    return new Program(
        TOOL,
        arguments,
        ENVIRONMENT,
        SecretBytes.ofUtf8(
            "[client]\nuser=%s\npassword=%s\n"
                .formatted(quoted(login.username()), quoted(login.password().revealUtf8()))),
        List.of(login.password()));
  }

  /** Newer clients check certificates unless told otherwise, older ones only when told to. */
  private List<String> tlsOptions(MariadbFacts known) {
    List<String> options = new ArrayList<>();
    switch (login.tlsMode()) {
      case DISABLE -> options.add("--skip-ssl");
      case PREFER -> {
        options.add(known.encrypted() ? "--ssl" : "--skip-ssl");
        options.add("--skip-ssl-verify-server-cert");
      }
      case REQUIRE, VERIFY_CA -> {
        options.add("--ssl");
        options.add("--skip-ssl-verify-server-cert");
      }
      case VERIFY_FULL -> {
        options.add("--ssl");
        options.add("--ssl-verify-server-cert");
      }
    }
    login.authorities().ifPresent(file -> options.add("--ssl-ca=" + file));
    return options;
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @Override
  public DumpFault fault(DumpPlan plan, List<String> errorLines) {
    return MariadbMessages.fault(errorLines);
  }

  private MariadbFacts known() {
    return Optional.ofNullable(facts)
        .orElseThrow(() -> new IllegalStateException("plan is asked after discover"));
  }
}
