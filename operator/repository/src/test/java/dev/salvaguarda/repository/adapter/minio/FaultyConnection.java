package dev.salvaguarda.repository.adapter.minio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands before a server and spoils the next connections as it is told, one fault each. */
final class FaultyConnection implements AutoCloseable {
  /** What happens to one connection. */
  enum Fault {
    OVERLOAD,
    HANG,
    CUT_AT_ONCE,
    CUT_ANSWER,
    WRONG_BYTES
  }

  private final URI behind;
  private final ServerSocket listener;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("fault-", 0).factory());

  FaultyConnection(URI behind) throws IOException {
    this.behind = behind;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::acceptAll);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  void next(Fault... coming) {
    faults.addAll(List.of(coming));
  }

  int connections() {
    return connections.get();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = listener.accept();
        connections.incrementAndGet();
        open.add(client);
        threads.execute(() -> serve(client, faults.poll()));
      }
    } catch (IOException e) {
      threads.shutdownNow();
    }
  }

  private void serve(Socket client, @Nullable Fault fault) {
    try (client;
        Socket server = new Socket(behind.getHost(), behind.getPort())) {
      open.add(server);
      if (fault == Fault.CUT_AT_ONCE) {
        return;
      }
      if (fault == Fault.HANG) {
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
        return;
      }
      if (fault == Fault.OVERLOAD) {
        int first = client.getInputStream().read();
        client
            .getOutputStream()
            .write(
                ("HTTP/1.1 503 Busy"
                        + (first < 0 ? "!" : "")
                        + "\r\nContent-Length: 0\r\n"
                        + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
        return;
      }
      threads.execute(() -> copy(client, server));
      answer(server.getInputStream(), client.getOutputStream(), fault);
    } catch (IOException e) {
      // Either side went away, which is what this is for.
    }
  }

  private static void answer(InputStream from, OutputStream to, @Nullable Fault fault)
      throws IOException {
    byte[] buffer = new byte[8192];
    long passed = 0;
    boolean spoiled = false;
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      passed += count;
      if (fault == Fault.CUT_ANSWER && passed > 20_000) {
        return;
      }
      if (fault == Fault.WRONG_BYTES && passed > 20_000 && !spoiled) {
        buffer[count / 2] ^= 1;
        spoiled = true;
      }
      to.write(buffer, 0, count);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // The answer's side ends with it.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
