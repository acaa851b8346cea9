package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.MariadbAccounts;
import dev.salvaguarda.agent.database.MariadbDatabase;
import dev.salvaguarda.agent.database.MariadbFacts;
import dev.salvaguarda.agent.database.TableTrait;
import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.dump.DumpPlan.Caveats;
import dev.salvaguarda.agent.dump.DumpPlan.Content.Output;
import dev.salvaguarda.agent.dump.DumpPlan.Content.Text;
import dev.salvaguarda.agent.dump.MariadbCaveats.History;
import dev.salvaguarda.agent.port.MariadbCatalog;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** MariaDB and MySQL: {@code mariadb-dump} for each database, and the accounts of a MariaDB. */
public final class MariadbDialect implements DumpDialect {
  private static final String TOOL = "mariadb-dump";
  private static final String DUMP_HISTORY = "--dump-history";
  private static final VersionNumber OLDEST_SERVER = new VersionNumber(5, 5);

  /** The oldest that loads the history of a table. */
  private static final VersionNumber WITH_HISTORY = new VersionNumber(10, 11);

  /** The oldest that tells how an account was made. */
  private static final VersionNumber WITH_CREATE_USER = new VersionNumber(10, 2);

  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C", "HOME", "/nonexistent", "PATH", "/usr/bin:/bin");

  /**
   * One consistent state, in the same order each time, with all that belongs to a database, and
   * nothing that a server refuses to load: a table whose defaults come from a sequence does not
   * load under the lock of that table alone, and a Galera cluster takes no such locks.
   */
  private static final List<String> DUMP_OPTIONS =
      List.of(
          "--single-transaction",
          "--quick",
          "--skip-dump-date",
          "--skip-add-locks",
          "--order-by-primary",
          "--routines",
          "--events",
          "--triggers",
          "--hex-blob",
          "--no-tablespaces",
          "--default-character-set=utf8mb4",
          "--max-allowed-packet=1G");

  /**
   * So that the server waits where the line to the repository is slow; by default, it ends a dump
   * that doesn't read for a minute. The program has no option for this, but its library reads a
   * connection string in place of the host's name, and knows one.
   */
  private static final String PATIENCE = "SET SESSION net_write_timeout=86400";

  private final MariadbOrder order;
  private final DatabaseLogin login;
  private final MariadbCatalog catalog;
  private final ProgramRunner runner;
  private @Nullable Known known;

  private record Known(MariadbFacts facts, History history) {}

  public MariadbDialect(
      MariadbOrder order, DatabaseLogin login, MariadbCatalog catalog, ProgramRunner runner) {
    this.order = order;
    this.login = login;
    this.catalog = catalog;
    this.runner = runner;
  }

  @Override
  public List<String> discover(Notes notes) throws SourceException, InterruptedException {
    MariadbFacts found = catalog.read(login);
    DumpTool tool = DumpTool.ask(runner, TOOL, "Distrib", List.of(DUMP_HISTORY));
    known = new Known(found, history(serverVersion(found, tool.version()), tool));
    List<String> targets = new ArrayList<>(databases(found));
    if (targets.isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_EMPTY,
          "No database of %s is left after databases and excludeDatabases, of those that %s sees."
              .formatted(login.place(), login.username()));
    }
    if (order.globals() && tellsAccounts(found)) {
      targets.addLast(TargetSelection.globalsBeside(targets));
    } else if (order.globals()) {
      notes.warning(
          null,
          new Failure(
              FailureReason.DUMP_PARTIAL,
              "The accounts and roles of %s, whose version is %s, are not in the copy: only MariaDB from %s on tells them as statements."
                  .formatted(login.place(), found.version(), WITH_CREATE_USER)));
    }
    return targets;
  }

  private List<String> databases(MariadbFacts found) {
    return TargetSelection.of(order.databases(), order.excludeDatabases(), found.databases());
  }

  private static boolean tellsAccounts(MariadbFacts found) {
    return found.version().contains("MariaDB")
        && VersionNumber.firstIn(withoutReplicationPrefix(found))
            .filter(server -> server.compareTo(WITH_CREATE_USER) >= 0)
            .isPresent();
  }

  /**
   * mariadb-dump reads servers that are newer than itself: MariaDB keeps its protocol and catalogue
   * compatible. Only servers that are too old to have a consistent snapshot are refused.
   */
  private VersionNumber serverVersion(MariadbFacts found, VersionNumber tool)
      throws SourceException {
    return VersionNumber.firstIn(withoutReplicationPrefix(found))
        .filter(server -> server.compareTo(OLDEST_SERVER) >= 0)
        .orElseThrow(() ->
            SourceException.ofSource(
                FailureReason.SOURCE_VERSION_UNSUPPORTED,
                "The server %s is of version %s, and mariadb-dump %s of this image is used from %s on."
                    .formatted(login.place(), found.version(), tool, OLDEST_SERVER)));
  }

  /** Some servers put 5.5.5- in front for the sake of old replicas. */
  private static String withoutReplicationPrefix(MariadbFacts found) {
    String prefix = "5.5.5-";
    return found.version().startsWith(prefix)
        ? found.version().substring(prefix.length())
        : found.version();
  }

  private static History history(VersionNumber server, DumpTool tool) {
    if (server.compareTo(WITH_HISTORY) < 0) {
      return History.SERVER_TOO_OLD;
    }
    return tool.knows(DUMP_HISTORY) ? History.SUPPORTED : History.CLIENT_TOO_OLD;
  }

  @Override
  public DumpPlan plan(String target, String repositoryId) throws SourceException {
    MariadbFacts facts = known().facts();
    if (order.globals() && target.equals(TargetSelection.globalsBeside(databases(facts)))) {
      return globalsPlan(target, facts);
    }
    if (!facts.databases().contains(target)) {
      throw SourceException.ofTarget(
          FailureReason.SOURCE_NOT_FOUND,
          "The server %s has no database %s that %s may see."
              .formatted(login.place(), target, login.username()));
    }
    List<String> missing = MariadbGrants.parse(facts.grants()).missingFor(target);
    if (!missing.isEmpty()) {
      throw SourceException.ofTarget(
          FailureReason.SOURCE_ACCESS_DENIED,
          "%s lacks %s on %s, without which a copy would leave things out silently."
              .formatted(login.username(), String.join(", ", missing), target));
    }
    MariadbDatabase database = catalog.inspect(login, target);
    MariadbCaveats caveats = new MariadbCaveats(database, known().history());
    return new DumpPlan(
        new Output(program(target, caveats), DumpTrailer.MARIADB),
        target,
        database.with(TableTrait.NOT_TRANSACTIONAL).isEmpty()
            ? Consistency.APPLICATION
            : Consistency.CRASH,
        Optional.of(database.creation() + ";\nUSE `" + target.replace("`", "``") + "`;\n"),
        caveats.toCaveats());
  }

  private DumpPlan globalsPlan(String target, MariadbFacts facts) throws SourceException {
    if (!MariadbGrants.parse(facts.grants()).mayReadAll()) {
      throw SourceException.ofTarget(
          FailureReason.GLOBALS_NOT_READABLE,
          "%s lacks SELECT on *.*, without which it can't read the accounts and roles of %s; with globals: false they are left out."
              .formatted(login.username(), login.place()));
    }
    MariadbAccounts accounts = catalog.accounts(login);
    List<Failure> remarks = new ArrayList<>();
    if (!accounts.ignored().isEmpty()) {
      remarks.add(
          new Failure(
              FailureReason.DUMP_PARTIAL,
              "The copy lacks %s, which the server itself ignores."
                  .formatted(NameList.of("account", accounts.ignored()))));
    }
    return new DumpPlan(
        new Text(AccountScript.of(accounts, facts.version())),
        target,
        Consistency.APPLICATION,
        Optional.empty(),
        new Caveats(remarks, List.of(), Optional.empty()));
  }

  private Program program(String database, MariadbCaveats caveats) {
    List<String> arguments = new ArrayList<>();
    // Must be the first; and the only option file, so that none of this machine has a say.
    arguments.add("--defaults-file=/dev/stdin");
    arguments.add("--host=host=" + login.host() + ";init-command={" + PATIENCE + "}");
    arguments.add("--port=" + login.port());
    arguments.add("--protocol=TCP");
    arguments.addAll(MariadbLogin.tlsOptions(login, known().facts().encrypted()));
    arguments.addAll(DUMP_OPTIONS);
    if (caveats.withHistory()) {
      arguments.add(DUMP_HISTORY);
    }
    caveats
        .database()
        .brokenViews()
        .keySet()
        .forEach(view -> arguments.add("--ignore-table=" + database + "." + view));
    arguments.add("--");
    arguments.add(database);
    return new Program(
        TOOL, arguments, ENVIRONMENT, MariadbLogin.optionFile(login), List.of(login.password()));
  }

  @Override
  public DumpFault fault(DumpPlan plan, String error) {
    return MariadbMessages.fault(error);
  }

  private Known known() {
    return Optional.ofNullable(known)
        .orElseThrow(() -> new IllegalStateException("plan is asked after discover"));
  }
}
