package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.PostgresqlDatabase;
import dev.salvaguarda.agent.database.PostgresqlFacts;
import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.dump.DumpPlan.Caveats;
import dev.salvaguarda.agent.dump.DumpPlan.Content.Output;
import dev.salvaguarda.agent.port.PostgresqlCatalog;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.source.Notes;
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
  private static final String PG_DUMP = "pg_dump";
  private static final String PG_DUMPALL = "pg_dumpall";
  private static final String RESTRICT_KEY = "--restrict-key";

  /** The oldest that pg_dump 15 and newer read. */
  private static final int OLDEST_SERVER = 90_200;

  /** English messages, and nothing from the home directory of whoever runs this. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C", "HOME", "/nonexistent", "PATH", "/usr/bin:/bin");

  private final PostgresqlOrder order;
  private final DatabaseLogin login;
  private final PostgresqlCatalog catalog;
  private final ProgramRunner runner;
  private @Nullable Known known;

  private record Known(PostgresqlFacts facts, DumpTool tool) {}

  public PostgresqlDialect(
      PostgresqlOrder order, DatabaseLogin login, PostgresqlCatalog catalog, ProgramRunner runner) {
    this.order = order;
    this.login = login;
    this.catalog = catalog;
    this.runner = runner;
  }

  @Override
  public List<String> discover(Notes notes) throws SourceException, InterruptedException {
    PostgresqlFacts found = catalog.read(login, databasesToAsk());
    DumpTool tool = DumpTool.ask(runner, PG_DUMP, "(PostgreSQL)", List.of(RESTRICT_KEY));
    checkVersions(found, tool.version());
    known = new Known(found, tool);
    List<String> targets =
        new ArrayList<>(
            TargetSelection.of(order.databases(), order.excludeDatabases(), found.databases()));
    if (targets.isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_EMPTY,
          "No database of %s is left after databases and excludeDatabases."
              .formatted(login.place()));
    }
    if (order.databases().isEmpty()) {
      found.invalid().stream()
          .filter(name -> !order.excludeDatabases().contains(name))
          .forEach(name -> notes.warning(null, invalid(name)));
    }
    if (order.globals()) {
      targets.addFirst(TargetSelection.globalsBeside(targets));
    }
    return targets;
  }

  /**
   * The named ones first: a role, an access rule or a pooler may know no others. The standard ones
   * are needed for a list, or where none of the named answers.
   */
  private List<String> databasesToAsk() {
    LinkedHashSet<String> databases = new LinkedHashSet<>(order.databases());
    databases.addAll(List.of("postgres", "template1"));
    return List.copyOf(databases);
  }

  private void checkVersions(PostgresqlFacts found, VersionNumber tool) throws SourceException {
    if (found.versionNumber() < OLDEST_SERVER || found.major() > tool.major()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_VERSION_UNSUPPORTED,
          "The server %s is PostgreSQL %s, and pg_dump %d of this image reads 9.2 to %d."
              .formatted(login.place(), found.version(), tool.major(), tool.major()));
    }
  }

  private Failure invalid(String database) {
    return new Failure(
        FailureReason.DATABASE_INVALID,
        "The database %s of %s was dropped half-way and can't be read; DROP DATABASE ends it."
            .formatted(database, login.place()));
  }

  @Override
  public DumpPlan plan(String target, String repositoryId) throws SourceException {
    PostgresqlFacts facts = known().facts();
    if (isGlobals(target, facts)) {
      return globalsPlan(target, facts, repositoryId);
    }
    if (facts.invalid().contains(target)) {
      Failure invalid = invalid(target);
      throw SourceException.ofTarget(invalid.reason(), invalid.message());
    }
    if (facts.closed().contains(target)) {
      throw SourceException.ofTarget(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The database %s of %s takes no connections: its connection limit is 0."
              .formatted(target, login.place()));
    }
    PostgresqlDatabase database = catalog.inspect(login, target);
    List<String> arguments = List.of("--format=plain", "--no-tablespaces", database(target));
    return new DumpPlan(
        new Output(program(PG_DUMP, arguments, repositoryId), DumpTrailer.POSTGRESQL),
        target,
        Consistency.APPLICATION,
        Optional.of(CreationScript.of(target, database.creation())),
        PostgresqlCaveats.of(database, login.username()));
  }

  private boolean isGlobals(String target, PostgresqlFacts facts) {
    List<String> databases =
        TargetSelection.of(order.databases(), order.excludeDatabases(), facts.databases());
    return order.globals() && target.equals(TargetSelection.globalsBeside(databases));
  }

  private DumpPlan globalsPlan(String target, PostgresqlFacts facts, String repositoryId) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--globals-only");
    arguments.add("--database=" + facts.connectedTo());
    arguments.add(database(facts.connectedTo()));
    List<Failure> remarks = new ArrayList<>();
    if (!facts.rolePasswordsReadable()) {
      arguments.add("--no-role-passwords");
      remarks.add(
          new Failure(
              FailureReason.GLOBALS_NOT_READABLE,
              "Roles are stored without their passwords, since %s may not read pg_authid."
                  .formatted(login.username())));
    }
    return new DumpPlan(
        new Output(program(PG_DUMPALL, arguments, repositoryId), DumpTrailer.POSTGRESQL_CLUSTER),
        target,
        Consistency.APPLICATION,
        Optional.empty(),
        new Caveats(remarks, List.of(), Optional.empty()));
  }

  /**
   * The password is asked for and answered on standard input: it stands neither in the arguments
   * nor in the environment nor in a file.
   */
  private Program program(String executable, List<String> arguments, String repositoryId) {
    List<String> all = new ArrayList<>(List.of("--password", "--lock-wait-timeout=600000"));
    if (known().tool().knows(RESTRICT_KEY)) {
      all.add(RESTRICT_KEY + "=" + RestrictKey.of(repositoryId));
    }
    all.addAll(arguments);
    return new Program(
        executable,
        all,
        ENVIRONMENT,
        SecretBytes.ofUtf8(login.password().revealUtf8() + "\n"),
        List.of(login.password()));
  }

  private String database(String name) {
    return "--dbname=" + ConnectionString.of(login, name);
  }

  @Override
  public DumpFault fault(DumpPlan plan, String error) {
    DumpFault fault = PostgresqlMessages.fault(error);
    return !plan.isGuarded() && fault.reason() == FailureReason.SOURCE_ACCESS_DENIED
        ? DumpFault.ofTarget(FailureReason.GLOBALS_NOT_READABLE)
        : fault;
  }

  private Known known() {
    return Optional.ofNullable(known)
        .orElseThrow(() -> new IllegalStateException("plan is asked after discover"));
  }
}
