package dev.salvaguarda.app.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Stands before a server: takes connections and hangs until it is opened, then hands them on. */
final class Gateway implements AutoCloseable {
  private final URI server;
  private final ServerSocket listener;
  private final CountDownLatch open = new CountDownLatch(1);
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  private Gateway(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static Gateway hanging(URI server) throws IOException {
    return new Gateway(server);
  }

  int port() {
    return listener.getLocalPort();
  }

  void open() {
    open.countDown();
  }

  @Override
  public void close() {
    open.countDown();
    Closing.quietly(listener);
    sockets.forEach(socket -> Closing.quietly(socket));
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try {
      open.await();
      Socket target = new Socket(server.getHost(), server.getPort());
      sockets.add(target);
      Thread.ofVirtual().start(() -> copy(target, client));
      copy(client, target);
    } catch (IOException gone) {
      Closing.quietly(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException gone) {
      Closing.quietly(from);
    }
  }
}
