package dev.salvaguarda.agent.adapter.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Speaks as much of PostgreSQL's protocol as it takes to refuse every connection, as a pooler does
 * that knows neither user nor database.
 */
final class RefusingPostgresql implements AutoCloseable {
  private static final int TLS_WANTED = 80_877_103;
  private static final int GSS_WANTED = 80_877_104;

  private final ServerSocket socket;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private RefusingPostgresql(ServerSocket socket) {
    this.socket = socket;
  }

  /** Answers each connection with this error. */
  static RefusingPostgresql start(String state, String message) {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      RefusingPostgresql server = new RefusingPostgresql(socket);
      Thread.ofPlatform()
          .daemon()
          .name("refusing-postgresql")
          .start(() -> server.serve(state, message));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The databases that were asked for, in order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void serve(String state, String message) {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        refuse(client, state, message);
      } catch (IOException e) {
        // The client went away, or the test is over.
      }
    }
  }

  private void refuse(Socket client, String state, String message) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    DataOutputStream out = new DataOutputStream(client.getOutputStream());
    while (true) {
      byte[] request = new byte[in.readInt() - Integer.BYTES - Integer.BYTES];
      int code = in.readInt();
      in.readFully(request);
      if (code != TLS_WANTED && code != GSS_WANTED) {
        asked.add(settings(request).get("database"));
        out.write(error(state, message));
        out.flush();
        return;
      }
      out.write('N');
      out.flush();
    }
  }

  private static Map<String, String> settings(byte[] request) {
    String[] words = new String(request, StandardCharsets.UTF_8).split("\0", -1);
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      settings.put(words[i], words[i + 1]);
    }
    return settings;
  }

  private static byte[] error(String state, String message) throws IOException {
    byte[] fields =
        "SFATAL\0VFATAL\0C%s\0M%s\0\0".formatted(state, message).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write('E');
    out.writeInt(Integer.BYTES + fields.length);
    out.write(fields);
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
