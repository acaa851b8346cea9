package dev.salvaguarda.testkit.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The requests of one connection, each with its answer, passed on or spoilt. */
final class FaultyExchange {
  private static final int BUFFER = 16 << 10;

  private final FaultyS3 proxy;
  private final InputStream fromClient;
  private final OutputStream toClient;
  private final InputStream fromServer;
  private final OutputStream toServer;

  FaultyExchange(FaultyS3 proxy, Socket client, Socket server) throws IOException {
    this.proxy = proxy;
    this.fromClient = new BufferedInputStream(client.getInputStream(), BUFFER);
    this.toClient = client.getOutputStream();
    this.fromServer = new BufferedInputStream(server.getInputStream(), BUFFER);
    this.toServer = server.getOutputStream();
  }

  /** Serves until either side ends the connection or a fault does. */
  void run() throws IOException {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = one();
    }
  }

  private boolean one() throws IOException {
    HttpHead request = HttpHead.read(fromClient);
    if (request == null) {
      return false;
    }
    pause();
    FaultyS3.Fault hit = proxy.nextFault().orElse(null);
    if (hit == FaultyS3.Fault.CUT_BEFORE) {
      return false;
    }
    if (hit == FaultyS3.Fault.HANG) {
      fromClient.transferTo(OutputStream.nullOutputStream());
      return false;
    }
    if (hit == FaultyS3.Fault.BUSY) {
      body(request, false, fromClient, OutputStream.nullOutputStream(), false);
      toClient.write(
          "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      return true;
    }
    toServer.write(request.bytes());
    body(request, false, fromClient, toServer, hit == FaultyS3.Fault.WRONG_BYTES_UP);
    toServer.flush();
    return answer(request, hit);
  }

  private boolean answer(HttpHead request, FaultyS3.@Nullable Fault hit) throws IOException {
    HttpHead answer = HttpHead.read(fromServer);
    while (answer != null && answer.status() / 100 == 1) {
      toClient.write(answer.bytes());
      answer = HttpHead.read(fromServer);
    }
    if (answer == null) {
      return false;
    }
    boolean empty = request.isHeadRequest() || answer.hasNoBody();
    if (hit == FaultyS3.Fault.CUT_ANSWER) {
      cutWithin(answer, empty);
      return false;
    }
    toClient.write(answer.bytes());
    body(answer, empty, fromServer, toClient, hit == FaultyS3.Fault.WRONG_BYTES);
    toClient.flush();
    if (request.isPut() && answer.status() / 100 == 2) {
      proxy.wasStored(request.path());
    }
    return !answer.endsConnection();
  }

  /** Half of the times nothing of the answer arrives, else its head and some of its content. */
  private void cutWithin(HttpHead answer, boolean empty) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    body(answer, empty, fromServer, content, false);
    if (content.size() > 1 && proxy.draw(2) == 0) {
      toClient.write(answer.bytes());
      toClient.write(content.toByteArray(), 0, proxy.draw(content.size()));
    }
  }

  private void body(HttpHead head, boolean empty, InputStream from, OutputStream to, boolean spoil)
      throws IOException {
    if (empty) {
      return;
    }
    if (head.isChunked()) {
      chunks(from, to, spoil);
    } else if (head.contentLength() >= 0) {
      copy(from, to, head.contentLength(), spoil);
    } else if (head.isAnswer()) {
      from.transferTo(to);
    }
  }

  private void chunks(InputStream from, OutputStream to, boolean spoil) throws IOException {
    boolean spoilNext = spoil;
    while (true) {
      String line = HttpHead.line(from);
      to.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      int extension = line.indexOf(';');
      long size = Long.parseLong((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      copy(from, to, size, spoilNext);
      spoilNext = false;
      String end = HttpHead.line(from);
      to.write((end + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      if (size == 0) {
        while (!end.isEmpty()) {
          end = HttpHead.line(from);
          to.write((end + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return;
      }
    }
  }

  private void copy(InputStream from, OutputStream to, long length, boolean spoil)
      throws IOException {
    long spoilt = spoil && length > 0 ? proxy.draw((int) Math.min(length, Integer.MAX_VALUE)) : -1;
    byte[] buffer = new byte[BUFFER];
    long passed = 0;
    while (passed < length) {
      int count = from.read(buffer, 0, (int) Math.min(buffer.length, length - passed));
      if (count < 0) {
        throw new EOFException("the connection ended within a body");
      }
      if (spoilt >= passed && spoilt < passed + count) {
        buffer[(int) (spoilt - passed)] ^= (byte) (1 << proxy.draw(8));
      }
      to.write(buffer, 0, count);
      passed += count;
    }
  }

  private void pause() {
    try {
      Thread.sleep(proxy.pause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
