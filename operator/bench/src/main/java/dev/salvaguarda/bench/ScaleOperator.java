package dev.salvaguarda.bench;

import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged operator as a process whose memory and time can be read. */
record ScaleOperator(LocalProcess process, Path java, int port) implements AutoCloseable {
  private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  static ScaleOperator start(Path jar, List<String> flags, Path kubeconfig, Path folder) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    int port = Machine.freePort();
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(flags);
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString(), "operator"));
    Map<String, String> environment =
        Map.of(
            "KUBECONFIG",
            kubeconfig.toString(),
            "SALVAGUARDA_WORKER_IMAGE",
            "example.org/salvaguarda:bench",
            "SALVAGUARDA_HTTP_PORT",
            Integer.toString(port));
    return new ScaleOperator(
        LocalProcess.start(
            "operator", command, environment, folder, folder.resolve("operator.log")),
        java,
        port);
  }

  /** Waits for something that the operator does; its death ends the waiting at once. */
  boolean await(String what, Duration deadline, Callable<Boolean> condition) {
    try {
      Patience.until(what, deadline, () -> !process.isAlive() || condition.call(), () -> "");
    } catch (IllegalStateException e) {
      return false;
    }
    process.assertAlive();
    return true;
  }

  boolean isReady() throws IOException {
    URI health = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
    return ((HttpURLConnection) health.toURL().openConnection()).getResponseCode() == 200;
  }

  Footprint footprint() {
    return new Footprint(process.process().toHandle());
  }

  /** What it warned of so far, a line each. */
  List<String> warnings() throws IOException {
    try (Stream<String> lines = Files.lines(process.log())) {
      return lines.filter(line -> line.matches("\\S+ (WARN|ERROR|FATAL) .*")).toList();
    }
  }

  /** Bytes of all objects that are in use, after a collection; and the classes that take most. */
  Heap heap() throws IOException {
    Process jcmd =
        new ProcessBuilder(
                java.resolveSibling("jcmd").toString(),
                Long.toString(process.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher matcher = LIVE.matcher(text);
    Stream<String> top = text.lines().filter(line -> line.matches(" +\\d+: .*")).limit(12);
    return new Heap(matcher.find() ? Long.parseLong(matcher.group(1)) : 0, top.toList());
  }

  @Override
  public void close() {
    process.close();
  }

  /** What is in use, and by which classes: rank, instances, bytes, name. */
  record Heap(long bytes, List<String> largest) {}
}
