package dev.salvaguarda.testkit.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A server on loopback that answers what a test says, byte by byte, or behaves worse. Each
 * connection serves one request.
 */
public final class ScriptedWebServer implements AutoCloseable {
  /**
   * A request as it came.
   *
   * @param headers by name in lower case
   */
  public record Request(String method, String path, Map<String, String> headers, String body) {}

  /** What is said once a request was read; the connection ends behind it. */
  private interface Act {
    void perform(OutputStream output) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final String scheme;
  private final Queue<Act> script = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<Thread> serving = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  private ScriptedWebServer(ServerSocket listener, String scheme) {
    this.listener = listener;
    this.scheme = scheme;
  }

  /** Starts one on a free port. */
  public static ScriptedWebServer start() {
    try {
      return started(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one that speaks TLS from the first byte. */
  public static ScriptedWebServer start(SSLContext context) {
    try {
      return started(
          context
              .getServerSocketFactory()
              .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
          "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ScriptedWebServer started(ServerSocket listener, String scheme) {
    ScriptedWebServer server = new ScriptedWebServer(listener, scheme);
    Thread.ofVirtual().name("scripted-web").start(server::listen);
    return server;
  }

  /** Of its root. */
  public String url() {
    return "%s://127.0.0.1:%d/".formatted(scheme, listener.getLocalPort());
  }

  /** The port on which it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The next request is answered so; each header as {@code name: value}. */
  public void answer(int status, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head = head(status, bytes.length, headers);
    script.add(output -> {
      output.write(head.getBytes(StandardCharsets.UTF_8));
      output.write(bytes);
    });
  }

  /** The next request is read, and the connection ended without a word. */
  public void cut() {
    script.add(_ -> {});
  }

  /** The next request gets a status and the beginning of a body, and the connection ends. */
  public void cutInBody(int status, String begin) {
    script.add(
        output -> output.write((head(status, 10_000) + begin).getBytes(StandardCharsets.UTF_8)));
  }

  /** The next request gets no answer until the server is closed. */
  public void hang() {
    script.add(_ -> Thread.sleep(Long.MAX_VALUE));
  }

  /** The next request gets a status, and its body does not end until the server is closed. */
  public void hangInBody(int status) {
    script.add(output -> {
      output.write(head(status, 10_000).getBytes(StandardCharsets.UTF_8));
      output.flush();
      Thread.sleep(Long.MAX_VALUE);
    });
  }

  /** What was asked, oldest first. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many connections were taken. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    serving.forEach(Thread::interrupt);
  }

  private static String head(int status, int length, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("Content-Length: ")
        .append(length)
        .append("\r\nConnection: close\r\n\r\n")
        .toString();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        serving.add(Thread.ofVirtual().start(() -> serve(socket)));
      } catch (IOException e) {
        // Closed, or no TLS was spoken.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream input = new BufferedInputStream(socket.getInputStream());
      Request request = read(input);
      if (request.method().isEmpty()) {
        return;
      }
      requests.add(request);
      Act act = script.poll();
      OutputStream output = socket.getOutputStream();
      if (act == null) {
        output.write(head(200, 0).getBytes(StandardCharsets.UTF_8));
      } else {
        act.perform(output);
      }
      output.flush();
    } catch (IOException e) {
      // Who asked is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      serving.remove(Thread.currentThread());
    }
  }

  private static Request read(InputStream input) throws IOException {
    String[] first = line(input).split(" ", 3);
    if (first.length < 2) {
      return new Request("", "", Map.of(), "");
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(input); !line.isEmpty(); line = line(input)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        return new Request("", "", Map.of(), "");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(input.readNBytes(length), StandardCharsets.UTF_8);
    return new Request(first[0], first[1], Map.copyOf(headers), body);
  }

  private static String line(InputStream input) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
