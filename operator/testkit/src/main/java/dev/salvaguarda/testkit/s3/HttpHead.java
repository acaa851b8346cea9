package dev.salvaguarda.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The first line and the headers of an HTTP request or answer, as they came. */
record HttpHead(List<String> lines) {
  HttpHead {
    lines = List.copyOf(lines);
  }

  /** Reads a head; null when the connection ends before one begins. */
  static @Nullable HttpHead read(InputStream from) throws IOException {
    List<String> lines = new java.util.ArrayList<>();
    try {
      lines.add(line(from));
    } catch (EOFException e) {
      return null;
    }
    for (String line = line(from); !line.isEmpty(); line = line(from)) {
      lines.add(line);
    }
    return new HttpHead(lines);
  }

  /** Reads up to the next line break. */
  static String line(InputStream from) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int next = from.read();
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (next == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(next);
    }
  }

  byte[] bytes() {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean isAnswer() {
    return lines.getFirst().startsWith("HTTP/");
  }

  int status() {
    return Integer.parseInt(lines.getFirst().split(" ", -1)[1]);
  }

  boolean isHeadRequest() {
    return lines.getFirst().startsWith("HEAD ");
  }

  boolean isPut() {
    return lines.getFirst().startsWith("PUT ");
  }

  /** Of a request, without its query. */
  String path() {
    String target = lines.getFirst().split(" ", -1)[1];
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** Whether this answer never has content. */
  boolean hasNoBody() {
    return status() == 204 || status() == 304;
  }

  boolean isChunked() {
    String coding = header("transfer-encoding");
    return coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked");
  }

  /** Length of the content; -1 when the head does not say. */
  long contentLength() {
    String length = header("content-length");
    return length == null ? -1 : Long.parseLong(length);
  }

  boolean endsConnection() {
    String connection = header("connection");
    return connection != null && connection.equalsIgnoreCase("close");
  }

  private @Nullable String header(String name) {
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return null;
  }
}
