package dev.salvaguarda.testkit.node;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * The one port of a node that the API server connects to. Programs are run here, since the JDK's
 * server of HTTP upgrades no connection; all else goes on to {@link LogEndpoint}.
 */
final class NodePort {
  private static final int MOST_OF_A_HEAD = 64 << 10;

  private final ServerSocket server;
  private final int logs;
  private final ExecSession.Containers containers;

  NodePort(SSLContext tls, int logs, ExecSession.Containers containers) {
    this.logs = logs;
    this.containers = containers;
    ServerSocketFactory sockets = tls.getServerSocketFactory();
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("node-port").start(this::accept);
  }

  int number() {
    return server.getLocalPort();
  }

  void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        Thread.ofVirtual().name("node-connection").start(() -> serve(connection));
      } catch (IOException _) {
        // Closed, or a client that spoke no TLS.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      byte[] head = head(in);
      String words = new String(head, StandardCharsets.US_ASCII);
      String target = words.split(" ", 3).length == 3 ? words.split(" ", 3)[1] : "";
      if (target.startsWith("/exec/")) {
        new ExecSession(in, connection.getOutputStream(), containers).serve(target, words);
      } else if (head.length > 0) {
        passOn(connection, in, head);
      }
    } catch (IOException _) {
      // Whoever asked has gone.
    }
  }

  /** The request up to its empty line; nothing if the connection was closed before. */
  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 2 && head.size() < MOST_OF_A_HEAD) {
      int next = in.read();
      if (next < 0) {
        return new byte[0];
      }
      head.write(next);
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
    }
    return head.toByteArray();
  }

  private void passOn(Socket connection, InputStream in, byte[] head) throws IOException {
    try (Socket inner = new Socket(InetAddress.getLoopbackAddress(), logs)) {
      inner.getOutputStream().write(head);
      Thread.ofVirtual().start(() -> copy(in, inner));
      inner.getInputStream().transferTo(connection.getOutputStream());
    }
  }

  private static void copy(InputStream in, Socket inner) {
    try (inner) {
      in.transferTo(inner.getOutputStream());
    } catch (IOException _) {
      // One of the two is gone, and with it the other.
    }
  }
}
