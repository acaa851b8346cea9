package dev.salvaguarda.controller.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an answer of HTTP/1.1 from its beginning, no further than it matters (RFC 9112). */
final class AnswerReader {
  /** Far beyond what servers say before a body. */
  private static final int LONGEST_HEAD = 65_536;

  private static final int FIRST_FINAL = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int HEXADECIMAL = 16;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})[\\t ]*(;.*)?");

  private final InputStream in;
  private final Map<String, String> headers = new HashMap<>();
  private int left = LONGEST_HEAD;

  AnswerReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /**
   * The last one: others only say that another one follows.
   *
   * @throws IOException if there is none
   */
  int status() throws IOException {
    int status = statusLine();
    while (status < FIRST_FINAL) {
      readHeaders();
      headers.clear();
      status = statusLine();
    }
    return status;
  }

  private int statusLine() throws IOException {
    Matcher status = STATUS.matcher(line());
    if (!status.matches()) {
      throw new ProtocolException("no answer of HTTP/1");
    }
    return Integer.parseInt(status.group(1));
  }

  /** What follows the status; of a name that comes twice the first counts. */
  void readHeaders() throws IOException {
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
  }

  /**
   * One that was read.
   *
   * @param name in lower case
   */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /**
   * The beginning of the body.
   *
   * @throws IOException if it ends before that, and before its own end
   */
  String body(int status, int most) throws IOException {
    if (status == NO_CONTENT || status == NOT_MODIFIED) {
      return "";
    }
    if (header("transfer-encoding").equalsIgnoreCase("chunked")) {
      return chunks(most);
    }
    String length = header("content-length");
    if (LENGTH.matcher(length).matches()) {
      return new String(exactly(Math.min(Long.parseLong(length), most)), UTF_8);
    }
    return new String(in.readNBytes(most), UTF_8);
  }

  private String chunks(int most) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (long size = chunk(); size > 0 && body.size() < most; size = chunk()) {
      long wanted = Math.min(size, most - body.size());
      body.writeBytes(exactly(wanted));
      if (wanted < size) {
        break;
      }
      line();
    }
    return body.toString(UTF_8);
  }

  private long chunk() throws IOException {
    Matcher size = CHUNK.matcher(line());
    if (!size.matches()) {
      throw new ProtocolException("no chunk");
    }
    return Long.parseLong(size.group(1), HEXADECIMAL);
  }

  private byte[] exactly(long length) throws IOException {
    byte[] bytes = in.readNBytes(Math.toIntExact(length));
    if (bytes.length < length) {
      throw new EOFException("the body is shorter than it should be");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      left--;
      if (next < 0 || left < 0) {
        throw new EOFException("the answer ends or does not end");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }
}
