package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.node.ImageCatalog;
import dev.salvaguarda.testkit.node.NodeOptions;
import dev.salvaguarda.testkit.node.StandInNode;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.s3.MinioServer;
import io.fabric8.kubernetes.api.model.Pod;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** All that the seeds share: cluster, node, operator, object store and database server. */
final class FaultWorld implements AutoCloseable {
  static final String READER = "backup_reader";
  static final String READER_PASSWORD = "reads everything, writes nothing";

  private static final Map<String, String> IMPATIENT =
      Map.of("SALVAGUARDA_RETRY_AFTER", "1s", "SALVAGUARDA_KEEP_WORKERS", "3s");

  final MinioServer s3;
  final ControlPlane cluster;
  final StandInNode node;
  final PostgresServer postgres;

  /**
   * Held while something is broken that all seeds need, so that faults don't pile up, and while a
   * seed asks the database server, so that another seed's fault doesn't strike the question.
   */
  final ReentrantLock shared = new ReentrantLock();

  private final OperatorAccount account;
  private final List<OperatorProcess> operators = new ArrayList<>();
  private boolean whole = true;

  /**
   * Starts all of it.
   *
   * @param workers the worker's image
   */
  FaultWorld(ImageCatalog workers) {
    s3 = MinioServer.start();
    postgres = PostgresServer.start();
    fillDatabases();
    cluster = ControlPlane.start();
    Manifests.applyCrds(cluster.client());
    node =
        StandInNode.start(
            cluster.client(), NodeOptions.of(workers).withJobPods(!cluster.hasControllers()));
    account = OperatorAccount.create(cluster, Machine.temporaryFolder("account"));
    startOperator();
  }

  /** The running pod of a namespace, if there is one. */
  Optional<Pod> runningPod(String namespace) {
    return node.runningPods().stream()
        .filter(pod -> pod.getMetadata().getNamespace().equals(namespace))
        .findFirst();
  }

  void killOperator() {
    operators.getLast().kill();
  }

  void startOperator() {
    whole = false;
    OperatorProcess operator = OperatorProcess.launch(account.kubeconfig(), IMPATIENT);
    operators.add(operator);
    operator.awaitReady();
    whole = true;
  }

  /** Throws where what all need could not be mended, so that not each seed waits for it in vain. */
  void assertWhole() {
    shared.lock();
    try {
      assertThat(whole).as("what an earlier seed broke is mended").isTrue();
    } finally {
      shared.unlock();
    }
  }

  /** A crashed server's processes need a moment to notice; until then no other can start. */
  void restartPostgres() {
    whole = false;
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> {
          postgres.restart();
          return true;
        });
    whole = true;
  }

  /** Runs statements as the database's owner, while no fault is at work. */
  void execute(String database, String... statements) {
    shared.lock();
    try {
      postgres.execute(database, statements);
    } finally {
      shared.unlock();
    }
  }

  /** The one answer of a query, asked while no fault is at work. */
  String ask(String database, String query) throws SQLException {
    shared.lock();
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(database));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return String.valueOf(rows.getString(1));
    } finally {
      shared.unlock();
    }
  }

  /** What the operators said, oldest first. */
  String operatorLogs() {
    StringBuilder all = new StringBuilder();
    operators.forEach(operator -> all.append(operator.log()).append("-- end\n"));
    return all.toString();
  }

  @Override
  public void close() {
    operators.forEach(Closing::quietly);
    for (AutoCloseable closeable : new AutoCloseable[] {node, cluster, postgres, s3}) {
      Closing.quietly(closeable);
    }
  }

  private void fillDatabases() {
    postgres.createReader(READER, READER_PASSWORD);
    fill("payroll", 40_000);
    fill("staff", 15_000);
    // Takes long enough to copy for a kill to come in the middle.
    fill("ledger", 400_000);
  }

  private void fill(String database, int rows) {
    postgres.createDatabase(database);
    postgres.execute(
        database,
        "CREATE TABLE entry (id int PRIMARY KEY, name text, note text)",
        ("INSERT INTO entry SELECT n, 'name ' || n, md5('%s' || n) || md5(n::text || 'x')"
                + " FROM generate_series(1, %d) n")
            .formatted(database, rows));
  }
}
