package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.seed.SeededTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The cluster goes away under the operator and comes back; {@link OutageStory} says what holds. */
class OutageFaultIT {
  @TempDir private static Path accounts;

  private static Landscape landscape;
  private static OperatorAccount account;
  private static OperatorProcess operator;

  @BeforeAll
  static void start() throws Exception {
    landscape = Landscape.start();
    account = OperatorAccount.create(landscape.cluster(), accounts);
    operator =
        OperatorProcess.launch(
            account.kubeconfig(),
            Map.of("SALVAGUARDA_RETRY_AFTER", "1s", "SALVAGUARDA_KEEP_WORKERS", "3s"));
    operator.awaitReady();
  }

  @AfterAll
  static void stop() {
    Closing.quietly(operator);
    Closing.quietly(landscape);
  }

  @SeededTest(fixed = 3, mostFresh = 10)
  void noOutageHoweverLongNeedsAPersonAfterwards(long seed, @TempDir Path folder) {
    new OutageStory(landscape, account, operator, folder, seed).tell();
  }
}
