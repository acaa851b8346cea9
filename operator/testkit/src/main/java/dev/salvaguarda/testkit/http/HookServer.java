package dev.salvaguarda.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application that is told by its paths what to do, and remembers in which order. */
public final class HookServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  /** Answers every call until it is told otherwise. */
  public HookServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** What was called, oldest first. */
  public List<String> calls() {
    return calls;
  }

  /** Answers this call with an error from now on. */
  public void refuse(String call) {
    refused.add(call);
  }

  /** Leaves this call without an answer until {@link #letGo}. */
  public void hold(String call) {
    held.add(call);
  }

  /** Answers all that it was told to hold. */
  public void letGo() {
    synchronized (held) {
      held.clear();
      held.notifyAll();
    }
  }

  /** A hook that is such a call, in JSON. */
  public String hook(String call) {
    return """
    {"name": "%1$s", "http": {"url": "http://localhost:%2$d/%1$s"}}\
    """
        .formatted(call, server.getAddress().getPort());
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestURI().getPath().substring(1);
    calls.add(call);
    try {
      synchronized (held) {
        while (held.contains(call)) {
          held.wait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(refused.contains(call) ? 503 : 204, -1);
    exchange.close();
  }
}
