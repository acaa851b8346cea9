package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.seed.SeededTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The cluster goes away under the operator and comes back; {@link OutageStory} says what holds. A
 * seed waits for most of its minutes, so that each has a cluster of its own and all are under way
 * at once.
 */
class OutageFaultIT {
  private static final Map<String, String> IMPATIENT =
      Map.of("SALVAGUARDA_RETRY_AFTER", "1s", "SALVAGUARDA_KEEP_WORKERS", "3s");

  @SeededTest(fixed = 3, mostFresh = 10)
  @Execution(ExecutionMode.CONCURRENT)
  void noOutageHoweverLongNeedsAPersonAfterwards(long seed, @TempDir Path folder) {
    try (Site site = Site.start(folder)) {
      new OutageStory(site.landscape(), site.account(), site.operator(), folder, seed).tell();
    }
  }

  private record Site(Landscape landscape, OperatorAccount account, OperatorProcess operator)
      implements AutoCloseable {
    /** One at a time: starting is what takes the processors. */
    static synchronized Site start(Path folder) {
      Landscape landscape = Landscape.start();
      OperatorProcess operator = null;
      try {
        OperatorAccount account = OperatorAccount.create(landscape.cluster(), folder);
        operator = OperatorProcess.launch(account.kubeconfig(), IMPATIENT);
        operator.awaitReady();
        return new Site(landscape, account, operator);
      } catch (RuntimeException | Error e) {
        Closing.quietly(operator);
        Closing.quietly(landscape);
        throw e;
      }
    }

    @Override
    public void close() {
      Closing.quietly(operator);
      Closing.quietly(landscape);
    }
  }
}
