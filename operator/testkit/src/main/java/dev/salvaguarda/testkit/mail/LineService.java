package dev.salvaguarda.testkit.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A service on the loopback address that a server asks line by line. */
final class LineService implements AutoCloseable {
  private final ServerSocket listener;
  private final String welcome;
  private final Answerer answerer;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** What is answered to a line; empty means nothing yet. */
  interface Answerer {
    String answer(String line);
  }

  private LineService(ServerSocket listener, String welcome, Answerer answerer) {
    this.listener = listener;
    this.welcome = welcome;
    this.answerer = answerer;
  }

  /** Starts it on a free port, with what it says at first. */
  static LineService start(String welcome, Answerer answerer) {
    try {
      LineService service =
          new LineService(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), welcome, answerer);
      Thread.ofVirtual().name("line-service").start(service::listen);
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Postfix names it. */
  String address() {
    return "inet:127.0.0.1:" + listener.getLocalPort();
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
    }
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      OutputStream output = socket.getOutputStream();
      say(output, welcome);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        say(output, answerer.answer(line));
      }
    } catch (IOException e) {
      // Who asked is gone.
    } finally {
      open.remove(socket);
    }
  }

  private static void say(OutputStream output, String text) throws IOException {
    output.write(text.getBytes(StandardCharsets.UTF_8));
    output.flush();
  }
}
