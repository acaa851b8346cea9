package dev.salvaguarda.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * The way of a worker to a database server. At the moment that it is told it vanishes: the server
 * sees what it would see of a worker that was killed, and nothing of what that does afterwards.
 */
final class MortalRelay implements AutoCloseable {
  private static final int MOST = 64 << 10;

  private final ServerSocket door;
  private final int target;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private Predicate<String> last = _ -> false;
  private boolean answered;
  private boolean dead;
  private int said;

  private MortalRelay(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
    threads.execute(this::acceptAll);
  }

  static MortalRelay to(int port) throws IOException {
    return new MortalRelay(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), port);
  }

  int port() {
    return door.getLocalPort();
  }

  /** How much was said to the server, in pieces. */
  synchronized int said() {
    return said;
  }

  synchronized boolean isDead() {
    return dead;
  }

  /** Vanishes before the server hears the piece of this number. */
  synchronized void diesBefore(int piece) {
    last = _ -> said == piece;
  }

  /** Vanishes when the server is about to answer the piece of this number. */
  synchronized void diesAfter(int piece) {
    diesBefore(piece);
    answered = true;
  }

  /** Vanishes before the server hears a piece with these words. */
  synchronized void diesBefore(String words) {
    last = text -> text.contains(words);
  }

  /** Vanishes when the server is about to answer a piece with these words. */
  synchronized void diesAfter(String words) {
    diesBefore(words);
    answered = true;
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = door.accept();
        open.add(client);
        if (isDead()) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(server);
        threads.execute(() -> tell(client, server));
        threads.execute(() -> answer(server, client));
      }
    } catch (IOException e) {
      // The door was closed.
    }
  }

  private void tell(Socket client, Socket server) {
    copy(client, server, this::hears);
  }

  private void answer(Socket server, Socket client) {
    copy(server, client, _ -> answers());
  }

  /** Whether the server hears it. */
  private synchronized boolean hears(String text) {
    said++;
    if (!dead && last.test(text)) {
      if (answered) {
        last = _ -> true;
      } else {
        dead = true;
      }
    }
    return !dead;
  }

  /** Once the last piece was heard, the next answer is not passed on. */
  private synchronized boolean answers() {
    dead |= answered && last.test("");
    return !dead;
  }

  /** Either direction that ends, ends both. */
  private void copy(Socket from, Socket to, Predicate<String> passes) {
    byte[] buffer = new byte[MOST];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (!passes.test(new String(buffer, 0, count, StandardCharsets.ISO_8859_1))) {
          closeAll();
          return;
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // The other direction ended first.
    }
  }

  private void closeAll() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    closeAll();
    threads.shutdownNow();
  }
}
