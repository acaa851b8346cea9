package dev.salvaguarda.testkit.proxmox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/** The API of a simulated cluster over TLS, with what may go wrong on the way to it. */
public final class ApiServer implements AutoCloseable {
  private final ServerSocket listener;
  private final SSLContext tls;
  private final ProxmoxSettings settings;
  private final String token;
  private final ApiRoutes routes;
  private final ObjectMapper json = new ObjectMapper();
  private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Map<String, ApiReply> planned = new ConcurrentHashMap<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final AtomicLong requestsUntilEvent = new AtomicLong(Long.MAX_VALUE);
  private volatile Runnable event = () -> {};
  private volatile boolean down;
  private volatile boolean revoked;

  ApiServer(SSLContext tls, ProxmoxSettings settings, String token, ApiRoutes routes) {
    this.tls = tls;
    this.settings = settings;
    this.token = token;
    this.routes = routes;
    try {
      listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxmox-api").start(this::listen);
  }

  /** Where it is, without a slash at its end. */
  public String url() {
    return "https://127.0.0.1:" + listener.getLocalPort();
  }

  /** What was asked, oldest first, also what was refused. */
  public List<ApiRequest> requests() {
    return List.copyOf(requests);
  }

  /** Ends every connection at once from now on, before a word is said. */
  public void down() {
    down = true;
    dropConnections();
  }

  /** Answers again, also what it held. */
  public void up() {
    down = false;
    gate.countDown();
  }

  /** Answers nothing until {@link #up}. */
  public void hang() {
    gate = new CountDownLatch(1);
  }

  /** Ends the connections that are open, as a host does with idle ones. */
  public void dropConnections() {
    for (Socket socket : connections) {
      closeQuietly(socket);
    }
  }

  /** Takes the token away. */
  public void revokeToken() {
    revoked = true;
  }

  /** Gives it back. */
  public void grantToken() {
    revoked = false;
  }

  /** At the so-manieth request from now, counted from 0, something happens before its answer. */
  public void atRequest(long number, Runnable happens) {
    event = happens;
    requestsUntilEvent.set(number);
  }

  /**
   * The next call of such a path is answered with an error that is told in the reason phrase only.
   *
   * @param path below {@code /api2/json/}, such as {@code nodes/pve01/qemu/100/config}
   */
  public void failNext(String path, int status, String reason) {
    planned.put(path, ApiReply.bare(status, reason));
  }

  @Override
  public void close() {
    up();
    closeQuietly(listener);
    dropConnections();
  }

  private static void closeQuietly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      // It is closed.
    }
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  /**
   * The plain connection is what another thread ends: the JDK's encrypted one may wait for bytes
   * for ever when it is closed by another thread than the one that shakes hands.
   */
  private void serve(Socket connection) {
    try (connection) {
      if (!down) {
        converse(connection);
      }
    } catch (IOException e) {
      // Who asked is gone, or no TLS was spoken.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private void converse(Socket connection) throws IOException, InterruptedException {
    try (Socket socket = tls.getSocketFactory().createSocket(connection, null, true)) {
      InputStream input = new BufferedInputStream(socket.getInputStream());
      for (int left = settings.requestsPerConnection(); left > 0; left--) {
        Optional<ApiRequest> request = ApiRequest.read(input);
        if (request.isEmpty()) {
          return;
        }
        requests.add(request.get());
        if (requestsUntilEvent.getAndDecrement() == 0) {
          event.run();
        }
        gate.await();
        ApiReply reply = reply(request.get());
        boolean goesOn = left > 1 && reply.status() < 500;
        write(reply, goesOn, socket.getOutputStream());
        if (!goesOn) {
          return;
        }
      }
    }
  }

  private ApiReply reply(ApiRequest request) throws InterruptedException {
    if (request.isChunked()) {
      return ApiReply.bare(501, "chunked transfer encoding not supported");
    }
    if (request.hasUnexpectedContent()) {
      return ApiReply.bare(501, "Unexpected content for method '" + request.method() + "'");
    }
    if (!isKnown(request.headers().getOrDefault("authorization", ""))) {
      Thread.sleep(settings.refusalDelay());
      return ApiReply.bare(401, "invalid token value!");
    }
    ApiReply plan = planned.remove(String.join("/", request.parts()));
    ApiReply reply = plan == null ? routes.answer(request) : plan;
    return settings.legacyErrors() ? reply.withoutMessage() : reply;
  }

  /** A space may stand behind the scheme as well, and the value may be escaped. */
  private boolean isKnown(String authorization) {
    if (revoked || !authorization.matches("PVEAPIToken[= ].*")) {
      return false;
    }
    String value = authorization.substring("PVEAPIToken=".length()).replace("+", "%2B");
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8).equals(token);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void write(ApiReply reply, boolean goesOn, OutputStream output) throws IOException {
    Map<String, ?> content = reply.content();
    byte[] body =
        content == null
            ? new byte[0]
            : json.writeValueAsBytes(
                settings.numbersAsStrings() ? routes.withNumbersAsStrings(content) : content);
    String head =
        "HTTP/1.1 %d %s\r\nServer: pve-api-daemon/3.0\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n"
            .formatted(
                reply.status(),
                reply.reason(),
                "application/json;charset=UTF-8",
                body.length,
                goesOn ? "Keep-Alive" : "close");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(body);
    output.write(whole.toByteArray());
    output.flush();
  }
}
