package dev.salvaguarda.agent.restore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.port.LocalProgram;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MariadbMoveTest {
  private static final LandedMark MARK = new LandedMark("loaded", 1, false);

  private final List<String> told = new ArrayList<>();

  @Test
  void aDatabaseThatSomebodyMadeMeanwhileIsNeverDropped() {
    assertThatThrownBy(() ->
            move(new Server("CREATE DATABASE"))
                .run("loaded", "payroll", _ -> "CREATE DATABASE `payroll`", MARK))
        .isInstanceOf(SourceException.class);

    assertThat(told).noneMatch(statement -> statement.startsWith("DROP DATABASE"));
  }

  @Test
  void aDatabaseThatWasMadeDoesNotStayWithoutWhatBelongsInIt() {
    assertThatThrownBy(() ->
            move(new Server("RENAME TABLE"))
                .run("loaded", "payroll", _ -> "CREATE DATABASE `payroll`", MARK))
        .isInstanceOf(SourceException.class);

    assertThat(told).last().isEqualTo("DROP DATABASE IF EXISTS `payroll`");
  }

  private static MariadbMove move(SqlClient server) {
    DatabaseLogin login =
        new DatabaseLogin(
            "db.example.org",
            3306,
            "administrator",
            SecretBytes.ofUtf8("any"),
            TlsOrder.Mode.DISABLE,
            Optional.empty());
    return new MariadbMove(
        new MariadbContent(
            login,
            server,
            new NothingAround(),
            _ -> Program.of("mariadb-dump"),
            _ -> Program.of("mariadb")));
  }

  /** Has one table, and refuses one kind of statement. */
  private final class Server implements SqlClient {
    private final String refused;

    private Server(String refused) {
      this.refused = refused;
    }

    @Override
    public List<List<String>> rows(
        DatabaseLogin login, String database, String query, String... parameters) {
      if (query.startsWith("SHOW CREATE DATABASE")) {
        return List.of(List.of("loaded", "CREATE DATABASE `loaded`"));
      }
      return query.contains("information_schema.tables") ? List.of(List.of("staff")) : List.of();
    }

    @Override
    public void run(DatabaseLogin login, String database, List<String> statements)
        throws SourceException {
      for (String statement : statements) {
        if (statement.startsWith(refused)) {
          throw SourceException.ofTarget(FailureReason.LOAD_FAILED, "Refused.");
        }
        told.add(statement);
      }
    }

    @Override
    public void runTogether(DatabaseLogin login, String database, List<String> statements) {
      throw new UnsupportedOperationException("MariaDB has no such statements");
    }

    @Override
    public Optional<String> answer(DatabaseLogin login, String database, String query) {
      return Optional.empty();
    }
  }

  private static final class NothingAround implements ProgramRunner {
    @Override
    public LocalProgram start(Program program) {
      return new Ended();
    }

    @Override
    public LocalProgram startFed(Program program) {
      return new Ended();
    }
  }

  private static final class Ended implements LocalProgram {
    @Override
    public long pid() {
      return 0;
    }

    @Override
    public InputStream output() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream input() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public ProgramExit await() {
      return new ProgramExit(0, List.of());
    }

    @Override
    public boolean isAlive() {
      return false;
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }
}
