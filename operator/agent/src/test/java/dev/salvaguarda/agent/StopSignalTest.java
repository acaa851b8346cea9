package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ExitCode;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Sends real signals to a process of its own. */
class StopSignalTest {
  @Test
  void workThatStopsInTimeTellsItsOwnResult() throws Exception {
    Process child = started("obedient");

    boolean _ = child.toHandle().destroy();

    assertThat(child.inputReader().lines()).containsExactly("cancelled", "finished");
    assertThat(child.waitFor()).isEqualTo(ExitCode.DEGRADED.status());
  }

  @Test
  void workThatDoesNotStopIsToldAboutAndLeft() throws Exception {
    Process child = started("deaf");

    boolean _ = child.toHandle().destroy();

    assertThat(child.inputReader().lines()).containsExactly("cancelled", "told");
    assertThat(child.waitFor()).isEqualTo(ExitCode.CANCELLED.status());
  }

  @Test
  void workThatEndedByItselfIsNotDisturbed() throws Exception {
    Process child = started("done");

    assertThat(child.inputReader().lines()).isEmpty();
    assertThat(child.waitFor()).isEqualTo(7);
  }

  private static Process started(String kind) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                kind)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = child.inputReader();
    assertThat(output.readLine()).isEqualTo("listening");
    return child;
  }

  /** Waits for a signal, or does not. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      CountDownLatch cancelled = new CountDownLatch(1);
      try (StopSignal signal =
          StopSignal.listen(
              () -> {
                System.out.println("cancelled");
                cancelled.countDown();
              },
              () -> System.out.println("told"))) {
        System.out.println("listening");
        if (arguments[0].equals("done")) {
          signal.finished(ExitCode.SUCCEEDED);
        } else {
          cancelled.await();
          while (arguments[0].equals("deaf")) {
            Thread.sleep(100);
          }
          System.out.println("finished");
          signal.finished(ExitCode.DEGRADED);
        }
      }
      System.exit(7);
    }
  }
}
