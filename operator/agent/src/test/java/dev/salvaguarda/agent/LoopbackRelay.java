package dev.salvaguarda.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Another address of a server on this machine, which no certificate of it names. */
final class LoopbackRelay implements AutoCloseable {
  private static final String HOST = "127.0.0.2";

  private final ServerSocket door;
  private final int target;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LoopbackRelay(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
    threads.execute(this::acceptAll);
  }

  static LoopbackRelay to(int port) throws IOException {
    return new LoopbackRelay(new ServerSocket(0, 16, InetAddress.getByName(HOST)), port);
  }

  String host() {
    return HOST;
  }

  int port() {
    return door.getLocalPort();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        threads.execute(() -> copy(client, server));
        threads.execute(() -> copy(server, client));
      }
    } catch (IOException e) {
      // The door was closed.
    }
  }

  /** Either direction that ends, ends both. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to;
        OutputStream out = to.getOutputStream()) {
      from.getInputStream().transferTo(out);
    } catch (IOException e) {
      // The other direction ended first.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }
}
