package dev.salvaguarda.testkit.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the API server fetches the logs of containers: {@code GET /containerLogs/NS/POD/NAME}; it
 * comes by way of {@link NodePort}.
 */
final class LogEndpoint {
  /** Finds the log of a container. */
  interface Logs {
    Optional<ContainerLog> find(String namespace, String pod, String container);
  }

  /** A kubelet answers with success and this sentence where the log should be. */
  private static final String GONE = "unable to retrieve container logs for containerd://";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Logs logs;
  private final Clock clock;
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean refusing;

  LogEndpoint(Logs logs, Clock clock) {
    this.logs = logs;
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/containerLogs/", this::serve);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Breaks off the answers that are under way. */
  void cut() {
    cuts.incrementAndGet();
  }

  /** Whether requests are broken off from now on, too. */
  void refuse(boolean refuse) {
    refusing = refuse;
    cut();
  }

  void close() {
    refuse(true);
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    if (refusing) {
      exchange.close();
      return;
    }
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    Optional<ContainerLog> log =
        path.length == 5 ? logs.find(path[2], path[3], path[4]) : Optional.empty();
    if (log.isEmpty()) {
      answer(exchange, HttpURLConnection.HTTP_NOT_FOUND, "no such container\n");
      return;
    }
    if (log.get().isRemoved()) {
      answer(exchange, HttpURLConnection.HTTP_OK, GONE + path[3]);
      return;
    }
    LogRequest request = LogRequest.parse(exchange.getRequestURI().getQuery(), clock.instant());
    exchange.getResponseHeaders().add("Content-Type", "text/plain");
    exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, 0);
    int cutsBefore = cuts.get();
    boolean whole =
        request.copy(log.get(), exchange.getResponseBody(), () -> cuts.get() != cutsBefore);
    if (whole) {
      exchange.getResponseBody().close();
    }
    // Without the last chunk the connection breaks off, which is what a cut looks like.
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int code, String sentence) throws IOException {
    byte[] bytes = sentence.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
