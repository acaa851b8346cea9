package dev.salvaguarda.testkit.hang;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

class HangWatchTest {
  @Test
  void tellsWhichTestHangsAndWhereEvenInAVirtualThread() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    HangWatch watch = new HangWatch(Duration.ofMillis(300), told::complete);
    CountDownLatch never = new CountDownLatch(1);
    Thread hung = Thread.ofVirtual().start(() -> waitFor(never));

    watch.start();
    watch.executionStarted(slow());

    assertThat(told.get(30, TimeUnit.SECONDS))
        .startsWith("[engine:slow] hangs: nothing has begun or ended for")
        .contains("HangWatchTest.waitFor");
    hung.interrupt();
  }

  @Test
  void waitsAnewAtEachTest() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    HangWatch watch = new HangWatch(Duration.ofSeconds(3), told::complete);

    watch.start();
    for (int i = 0; i < 35; i++) {
      watch.executionStarted(slow());
      Thread.sleep(100);
      watch.executionFinished(slow(), TestExecutionResult.successful());
    }

    assertThat(told).isNotDone();
  }

  @Test
  void isFoundByJUnit() {
    assertThat(ServiceLoader.load(TestExecutionListener.class))
        .hasAtLeastOneElementOfType(HangWatch.class);
  }

  private static TestIdentifier slow() {
    TestDescriptor descriptor = new EngineDescriptor(UniqueId.forEngine("slow"), "slow");
    return TestIdentifier.from(descriptor);
  }

  private static void waitFor(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
