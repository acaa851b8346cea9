package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.PostgresqlFacts;
import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.port.PostgresqlCatalog;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.repository.model.SecretBytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: {@code pg_dump} for each database, {@code pg_dumpall} for roles and tablespaces. */
public final class PostgresqlDialect implements DumpDialect {
  /** The target that holds roles and tablespaces. */
  static final String GLOBALS = "globals";

  /** Its name where a database is called {@value #GLOBALS}. */
  static final String GLOBALS_BESIDE_DATABASE = "server-globals";

  private static final String PG_DUMP = "pg_dump";
  private static final String PG_DUMPALL = "pg_dumpall";

  /** The oldest that pg_dump 15 and newer read. */
  private static final int OLDEST_SERVER = 90_200;

  /** English messages, and nothing from the home directory of whoever runs this. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C", "HOME", "/nonexistent", "PATH", "/usr/bin:/bin");

  private final PostgresqlOrder order;
  private final DatabaseLogin login;
  private final PostgresqlCatalog catalog;
  private final ProgramRunner runner;
  private @Nullable PostgresqlFacts facts;

  public PostgresqlDialect(
      PostgresqlOrder order, DatabaseLogin login, PostgresqlCatalog catalog, ProgramRunner runner) {
    this.order = order;
    this.login = login;
    this.catalog = catalog;
    this.runner = runner;
  }

  @Override
  public List<String> discover() throws SourceException, InterruptedException {
    PostgresqlFacts found = catalog.read(login, databasesToAsk());
    checkVersions(found, ToolVersion.ask(runner, PG_DUMP, "(PostgreSQL)"));
    facts = found;
    List<String> targets =
        new ArrayList<>(
            TargetSelection.of(order.databases(), order.excludeDatabases(), found.databases()));
    if (targets.isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_EMPTY,
          "No database of %s is left after databases and excludeDatabases"
              .formatted(login.place()));
    }
    if (order.globals()) {
      targets.addFirst(globalsAmong(targets));
    }
    return targets;
  }

  private List<String> databasesToAsk() {
    LinkedHashSet<String> databases = new LinkedHashSet<>(List.of("postgres"));
    databases.addAll(order.databases());
    databases.add("template1");
    return List.copyOf(databases);
  }

  private void checkVersions(PostgresqlFacts found, VersionNumber tool) throws SourceException {
    if (found.versionNumber() < OLDEST_SERVER || found.major() > tool.major()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_VERSION_UNSUPPORTED,
          "The server %s is PostgreSQL %s, and pg_dump %d of this image reads 9.2 to %d"
              .formatted(login.place(), found.version(), tool.major(), tool.major()));
    }
  }

  private static String globalsAmong(List<String> targets) {
    return targets.contains(GLOBALS) ? GLOBALS_BESIDE_DATABASE : GLOBALS;
  }

  @Override
  public DumpPlan plan(String target) throws SourceException {
    PostgresqlFacts known = known();
    if (isGlobals(target, known)) {
      return globalsPlan(target, known);
    }
    if (!known.databases().contains(target)) {
      throw SourceException.ofTarget(
          FailureReason.SOURCE_NOT_FOUND,
          "The server %s has no database %s".formatted(login.place(), target));
    }
    return plan(
        program(PG_DUMP, List.of("--format=plain", "--dbname=" + connection(target))),
        target,
        DumpTrailer.POSTGRESQL,
        List.of());
  }

  private boolean isGlobals(String target, PostgresqlFacts known) {
    List<String> databases =
        TargetSelection.of(order.databases(), order.excludeDatabases(), known.databases());
    return order.globals() && target.equals(globalsAmong(databases));
  }

  private DumpPlan globalsPlan(String target, PostgresqlFacts known) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--globals-only");
    arguments.add("--database=" + known.connectedTo());
    arguments.add("--dbname=" + connection(known.connectedTo()));
    List<Failure> remarks = new ArrayList<>();
    if (!known.rolePasswordsReadable()) {
      arguments.add("--no-role-passwords");
      remarks.add(
          new Failure(
              FailureReason.GLOBALS_NOT_READABLE,
              "Roles are stored without their passwords, since %s may not read pg_authid"
                  .formatted(login.username())));
    }
    return plan(program(PG_DUMPALL, arguments), target, DumpTrailer.POSTGRESQL_CLUSTER, remarks);
  }

  private static DumpPlan plan(
      Program program, String target, DumpTrailer trailer, List<Failure> remarks) {
    return new DumpPlan(
        program,
        DumpPlan.fileNameOf(target),
        trailer,
        Consistency.APPLICATION,
        trailer == DumpTrailer.POSTGRESQL,
        remarks);
  }

  /**
   * The password is asked for and answered on standard input: it stands neither in the arguments
   * nor in the environment nor in a file.
   */
  private Program program(String executable, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("--password", "--lock-wait-timeout=600000"));
    all.addAll(arguments);
    return new Program(
        executable,
        all,
        ENVIRONMENT,
        SecretBytes.ofUtf8(login.password().revealUtf8() + "\n"),
        List.of(login.password()));
  }

  private String connection(String database) {
    return ConnectionString.of(login, database);
  }

  @Override
  public DumpFault fault(DumpPlan plan, List<String> errorLines) {
    DumpFault fault = PostgresqlMessages.fault(errorLines);
    boolean ofGlobals = plan.trailer() == DumpTrailer.POSTGRESQL_CLUSTER;
    return ofGlobals && fault.reason() == FailureReason.SOURCE_ACCESS_DENIED
        ? DumpFault.ofTarget(FailureReason.GLOBALS_NOT_READABLE)
        : fault;
  }

  private PostgresqlFacts known() {
    return Optional.ofNullable(facts)
        .orElseThrow(() -> new IllegalStateException("plan is asked after discover"));
  }
}
