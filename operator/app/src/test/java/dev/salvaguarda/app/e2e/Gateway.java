package dev.salvaguarda.app.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * Stands before a server: takes connections, hangs until it is opened, and hands them on, each
 * after a time.
 */
final class Gateway implements AutoCloseable {
  private final URI server;
  private final Duration delay;
  private final ServerSocket listener;
  private final CountDownLatch open = new CountDownLatch(1);
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  private Gateway(URI server, Duration delay) throws IOException {
    this.server = server;
    this.delay = delay;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static Gateway hanging(URI server) throws IOException {
    return new Gateway(server, Duration.ZERO);
  }

  /** One that is open, before a server that is so busy that each word of it takes its time. */
  static Gateway slow(URI server, Duration delay) throws IOException {
    Gateway gateway = new Gateway(server, delay);
    gateway.open();
    return gateway;
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
      Thread.ofVirtual().start(() -> copy(target, client, delay));
      copy(client, target, Duration.ZERO);
    } catch (IOException gone) {
      Closing.quietly(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to, Duration delay) {
    byte[] room = new byte[1 << 16];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int length = in.read(room); length >= 0; length = in.read(room)) {
        Thread.sleep(delay);
        out.write(room, 0, length);
      }
    } catch (IOException gone) {
      Closing.quietly(from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
