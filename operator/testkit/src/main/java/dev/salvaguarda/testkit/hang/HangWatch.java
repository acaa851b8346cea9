package dev.salvaguarda.testkit.hang;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Ends the JVM of tests in which nothing has begun or ended for 25 minutes, and prints where the
 * threads of the project stand, virtual ones as well. The longest single test takes less than half
 * of that. JUnit finds it by its service name.
 */
public final class HangWatch implements TestExecutionListener {
  private static final Duration LONGEST = Duration.ofMinutes(25);
  private static final int FRAMES = 40;

  private final Duration longest;
  private final Consumer<String> hung;
  private volatile long lastEvent = System.nanoTime();
  private volatile String atWork = "No test";

  /** What JUnit makes. */
  public HangWatch() {
    this(
        LONGEST,
        words -> {
          System.err.println(words);
          System.err.flush();
          Runtime.getRuntime().halt(1);
        });
  }

  HangWatch(Duration longest, Consumer<String> hung) {
    this.longest = longest;
    this.hung = hung;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    start();
  }

  void start() {
    seen("No test");
    Thread.ofPlatform().daemon().name("hang-watch").start(this::watch);
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    seen(test.getUniqueId());
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    seen("What follows " + test.getUniqueId());
  }

  private void seen(String what) {
    atWork = what;
    lastEvent = System.nanoTime();
  }

  private void watch() {
    try {
      while (true) {
        Duration left = longest.minusNanos(System.nanoTime() - lastEvent);
        if (!left.isPositive()) {
          hung.accept(words());
          return;
        }
        Thread.sleep(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String words() {
    return "%s hangs: nothing has begun or ended for %d s. The project's threads:%n%n%s"
        .formatted(atWork, longest.toSeconds(), threads());
  }

  private static String threads() {
    try {
      Path folder = Files.createTempDirectory("salvaguarda-hang-");
      Path dump = folder.resolve("threads.txt");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Stream.of(Files.readString(dump).split("\n\n", -1))
          .filter(thread -> thread.contains("dev.salvaguarda"))
          .map(thread -> thread.lines().limit(FRAMES).collect(Collectors.joining("\n")))
          .collect(Collectors.joining("\n\n"));
    } catch (IOException e) {
      return "can't be told: " + e;
    }
  }
}
