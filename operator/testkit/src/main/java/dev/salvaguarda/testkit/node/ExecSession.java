package dev.salvaguarda.testkit.node;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One {@code GET /exec/NS/POD/NAME?command=…} over a web socket, as a kubelet answers it: what the
 * program writes goes to channel 1, how it ended to channel 3. A program whose caller is gone is
 * killed; a real node may let it go on.
 */
final class ExecSession {
  /** Runs a program in a container; empty if there is no such container that runs. */
  interface Containers {
    Optional<Process> exec(String namespace, String pod, String container, List<String> command)
        throws IOException;
  }

  private static final Pattern KEY = Pattern.compile("(?im)^Sec-WebSocket-Key:\\s*(\\S+)\\s*$");
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int OUTPUT = 1;
  private static final int ERROR = 3;
  private static final int FIN_BINARY = 0x82;
  private static final int FIN_CLOSE = 0x88;
  private static final int CLOSE = 8;

  private final InputStream in;
  private final OutputStream out;
  private final Containers containers;

  ExecSession(InputStream in, OutputStream out, Containers containers) {
    this.in = in;
    this.out = out;
    this.containers = containers;
  }

  void serve(String target, String head) throws IOException {
    int query = target.indexOf('?');
    String[] path = target.substring(0, query < 0 ? target.length() : query).split("/", -1);
    Matcher key = KEY.matcher(head);
    if (path.length != 5 || query < 0 || !key.find()) {
      plain("400 Bad Request");
      return;
    }
    Optional<Process> program;
    try {
      program = containers.exec(path[2], path[3], path[4], command(target.substring(query + 1)));
      if (program.isEmpty()) {
        plain("404 Not Found");
        return;
      }
    } catch (IOException _) {
      upgrade(key.group(1));
      end("{\"status\":\"Failure\",\"reason\":\"InternalError\",\"message\":\"not started\"}");
      return;
    }
    upgrade(key.group(1));
    run(program.get());
  }

  private void run(Process program) throws IOException {
    Thread.ofVirtual().start(() -> awaitCallersEnd(program));
    try (InputStream output = program.getInputStream()) {
      byte[] piece = new byte[4096];
      for (int size = output.read(piece); size >= 0; size = output.read(piece)) {
        frame(FIN_BINARY, OUTPUT, ByteBuffer.wrap(piece, 0, size));
      }
      end(status(program.waitFor()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      program.descendants().forEach(ProcessHandle::destroyForcibly);
      program.destroyForcibly();
    }
  }

  private static String status(int code) {
    return code == 0
        ? "{\"status\":\"Success\"}"
        : """
        {"status":"Failure","reason":"NonZeroExitCode","message":"command terminated",\
        "details":{"causes":[{"reason":"ExitCode","message":"%d"}]}}\
        """
            .formatted(code);
  }

  /** The caller sends nothing but its end. */
  private void awaitCallersEnd(Process program) {
    try {
      DataInputStream frames = new DataInputStream(in);
      while ((frames.readUnsignedByte() & 0x0F) != CLOSE) {
        int length = frames.readUnsignedByte() & 0x7F;
        long rest =
            length == 126 ? frames.readUnsignedShort() : length == 127 ? frames.readLong() : length;
        frames.skipNBytes(rest + 4);
      }
    } catch (IOException _) {
      // Gone without a word.
    }
    program.descendants().forEach(ProcessHandle::destroyForcibly);
    program.destroyForcibly();
  }

  private void end(String status) throws IOException {
    frame(FIN_BINARY, ERROR, ByteBuffer.wrap(status.getBytes(StandardCharsets.UTF_8)));
    frame(FIN_CLOSE, 1000 >> 8, ByteBuffer.wrap(new byte[] {(byte) 1000}));
    // Whoever closes first loses what the other has not read yet.
    while (in.read() >= 0) {
      Thread.onSpinWait();
    }
  }

  /** One frame; the server's are not masked. */
  private synchronized void frame(int kind, int first, ByteBuffer rest) throws IOException {
    int length = rest.remaining() + 1;
    ByteBuffer frame = ByteBuffer.allocate(length + 4).put((byte) kind);
    if (length < 126) {
      frame.put((byte) length);
    } else {
      frame.put((byte) 126).putShort((short) length);
    }
    frame.put((byte) first).put(rest).flip();
    out.write(frame.array(), 0, frame.limit());
    out.flush();
  }

  private void upgrade(String key) throws IOException {
    head(
        """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: %s\r
        Sec-WebSocket-Protocol: v4.channel.k8s.io\r
        \r
        """
            .formatted(accepted(key)));
  }

  private void plain(String status) throws IOException {
    head("HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".formatted(status));
  }

  private void head(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String accepted(String key) {
    try {
      byte[] bytes = (key + MAGIC).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static List<String> command(String query) {
    return Stream.of(query.split("&", -1))
        .filter(pair -> pair.startsWith("command="))
        .map(pair -> pair.substring("command=".length()))
        .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
        .toList();
  }
}
