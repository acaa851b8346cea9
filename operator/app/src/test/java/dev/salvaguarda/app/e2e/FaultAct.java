package dev.salvaguarda.app.e2e;

import static org.awaitility.Awaitility.await;

import dev.salvaguarda.testkit.s3.FaultyS3;
import dev.salvaguarda.testkit.s3.FaultyS3.Fault;
import io.fabric8.kubernetes.api.model.Pod;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Waits for a drawn moment of a run, breaks something, and mends it after a drawn time. The moment
 * is counted in requests to the object store, so that it does not depend on how fast the machine
 * is.
 */
final class FaultAct {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SELDOM = Duration.ofMillis(200);

  private final FaultWorld world;
  private final String namespace;
  private final FaultKind kind;
  private final FaultyS3 s3;
  private final Random random;
  private final int latestRequest;

  /**
   * A fault that has not struck.
   *
   * @param latestRequest of a run at which it strikes; a run that makes fewer is followed by
   *     another
   */
  FaultAct(
      FaultWorld world,
      String namespace,
      FaultKind kind,
      FaultyS3 s3,
      Random random,
      int latestRequest) {
    this.world = world;
    this.namespace = namespace;
    this.kind = kind;
    this.s3 = s3;
    this.random = random;
    this.latestRequest = latestRequest;
  }

  /**
   * Breaks and mends.
   *
   * @param trial how many runs were faster before; the moment is drawn earlier then
   * @param over whether the run has ended, so that there is nothing to wait for
   * @return what was done, for people; empty when the run was faster
   */
  Optional<String> inflict(int trial, BooleanSupplier over) {
    int moment = s3.requests() + random.nextInt(Math.max(2, latestRequest >> (2 * trial)));
    BooleanSupplier seemsOver = seldom(over);
    if (kind == FaultKind.DATABASE_KILLED && random.nextInt(3) > 0) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> isDumping(seemsOver));
    } else {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> s3.requests() >= moment || seemsOver.getAsBoolean());
    }
    if (over.getAsBoolean()) {
      return Optional.empty();
    }
    if (!kind.hitsAll()) {
      return breakAndMend(over);
    }
    world.shared.lock();
    try {
      return breakAndMend(over);
    } finally {
      world.shared.unlock();
    }
  }

  /**
   * Asks the API server, which costs more than all else that is looked at while waiting, a few
   * times a second only.
   */
  private static BooleanSupplier seldom(BooleanSupplier question) {
    AtomicLong next = new AtomicLong(System.nanoTime());
    return () -> {
      if (System.nanoTime() - next.get() < 0) {
        return false;
      }
      boolean answer = question.getAsBoolean();
      next.set(System.nanoTime() + SELDOM.toNanos());
      return answer;
    };
  }

  private Optional<String> breakAndMend(BooleanSupplier over) {
    return switch (kind) {
      case AGENT_KILLED -> killAgent(over);
      case POD_DELETED -> deletePod(over);
      case OPERATOR_KILLED -> {
        world.killOperator();
        String told = pause(3_000);
        world.startOperator();
        yield Optional.of("operator away for " + told);
      }
      case DATABASE_KILLED -> {
        world.postgres.kill();
        String told = pause(1_500);
        world.restartPostgres();
        yield Optional.of("database server away for " + told);
      }
      case NODE_LOST -> {
        world.node.loseNode();
        String told = pause(5_000);
        world.node.returnNode();
        yield Optional.of("node away for " + told);
      }
      case LOGS_CUT -> {
        world.node.refuseLogs(true);
        String told = pause(8_000);
        world.node.refuseLogs(false);
        yield Optional.of("logs cut for " + told);
      }
      case API_AWAY -> {
        world.cluster.freezeApiServer();
        String told = pause(4_000);
        world.cluster.thawApiServer();
        yield Optional.of("API server away for " + told);
      }
      case SCRATCH_FULL -> Optional.of("scratch space fills up");
      case S3_BUSY -> spoil(Fault.BUSY, 0.3 + random.nextDouble());
      case S3_HANGS -> spoil(Fault.HANG, 0.2 + random.nextDouble());
      case S3_CUTS ->
          spoil(
              random.nextBoolean() ? Fault.CUT_BEFORE : Fault.CUT_ANSWER,
              0.2 + random.nextDouble());
      case S3_WRONG_BYTES ->
          spoil(
              random.nextInt(3) > 0 ? Fault.WRONG_BYTES : Fault.WRONG_BYTES_UP,
              0.1 + random.nextDouble() / 2);
    };
  }

  private Optional<String> killAgent(BooleanSupplier over) {
    return runningPod(over)
        .map(pod -> {
          world.node.killPod(namespace, pod.getMetadata().getName());
          return "killed " + pod.getMetadata().getName();
        });
  }

  private Optional<String> deletePod(BooleanSupplier over) {
    int grace = random.nextBoolean() ? 0 : 30;
    return runningPod(over)
        .map(pod -> {
          String name = pod.getMetadata().getName();
          world
              .cluster
              .client()
              .pods()
              .inNamespace(namespace)
              .withName(name)
              .withGracePeriod(grace)
              .delete();
          return "deleted " + name + " with " + grace + " s of grace";
        });
  }

  private Optional<Pod> runningPod(BooleanSupplier over) {
    BooleanSupplier seemsOver = seldom(over);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> world.runningPod(namespace).isPresent() || seemsOver.getAsBoolean());
    return world.runningPod(namespace);
  }

  private Optional<String> spoil(Fault fault, double share) {
    s3.begin(fault, Math.min(1, share));
    String told = pause(6_000);
    s3.heal();
    return Optional.of(
        "%s for %s of %.0f %% of the requests".formatted(fault, told, 100 * Math.min(1, share)));
  }

  private String pause(int mostMillis) {
    long millis = 50L + random.nextInt(mostMillis);
    await().pollDelay(Duration.ofMillis(millis)).atMost(Duration.ofMinutes(5)).until(() -> true);
    return millis + " ms";
  }

  /** A copy is made of the database that takes longest, or loaded. */
  private boolean isDumping(BooleanSupplier over) {
    try (Connection connection = DriverManager.getConnection(world.postgres.jdbcUrl("ledger"));
        Statement statement = connection.createStatement();
        ResultSet copies =
            statement.executeQuery(
                "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'COPY %'"
                    + " AND (datname = 'ledger' OR datname LIKE 'salvaguarda%')")) {
      return copies.next() || over.getAsBoolean();
    } catch (SQLException e) {
      return over.getAsBoolean();
    }
  }
}
