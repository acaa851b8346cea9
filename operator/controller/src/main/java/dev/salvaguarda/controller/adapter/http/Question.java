package dev.salvaguarda.controller.adapter.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.salvaguarda.controller.archive.SensitiveText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request of HTTP/1.1 after which the connection is closed (RFC 9112).
 *
 * @param host as the URL has it, an IPv6 address in brackets
 */
record Question(String host, int port, boolean secure, Wire wire) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int MOST_PORT = 65_535;

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  /** What the connection needs is said by us. */
  private static final Set<String> OURS =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private static final String NO_URL =
      "The url of the hook is none that can be asked: look at its host and port.";

  /** The bytes of a request; they may hold a secret, so they have no text. */
  static final class Wire {
    private final byte[] bytes;

    private Wire(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * A question.
   *
   * @param address http or https, with a host
   * @param headers beside those of the connection; without a content type a body is JSON
   * @param content the body; null means none
   */
  static Question of(
      String method, String address, Map<String, SensitiveText> headers, @Nullable String content)
      throws UnaskableException {
    URI url = url(address);
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    int standard = secure ? HTTPS : HTTP;
    int port = url.getPort() < 0 ? standard : url.getPort();
    if (url.getHost() == null || port > MOST_PORT) {
      throw new UnaskableException(NO_URL);
    }
    byte[] body = content == null ? new byte[0] : content.getBytes(UTF_8);
    Map<String, String> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    lines.put("User-Agent", "salvaguarda");
    if (content != null) {
      lines.put("Content-Type", "application/json");
    }
    for (Map.Entry<String, SensitiveText> header : headers.entrySet()) {
      put(lines, header.getKey(), header.getValue().reveal());
    }
    lines.put("Host", port == standard ? url.getHost() : url.getHost() + ":" + port);
    lines.put("Connection", "close");
    if (body.length > 0 || !method.equals("GET")) {
      lines.put("Content-Length", Integer.toString(body.length));
    }
    return new Question(url.getHost(), port, secure, wire(method, url, lines, body));
  }

  private static URI url(String text) throws UnaskableException {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw new UnaskableException(NO_URL);
    }
  }

  private static void put(Map<String, String> lines, String name, String value)
      throws UnaskableException {
    if (OURS.contains(name.toLowerCase(Locale.ROOT))
        || !NAME.matcher(name).matches()
        || !VALUE.matcher(value).matches()) {
      throw new UnaskableException(
          "The key \"%s\" of the Secret of headers, or its value, can't be a header."
              .formatted(name));
    }
    lines.put(name, value);
  }

  private static Wire wire(String method, URI url, Map<String, String> headers, byte[] body) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(US_ASCII));
    all.writeBytes(body);
    return new Wire(all.toByteArray());
  }

  /** Without user and password, and without a port that nobody named. */
  String server() {
    return port == (secure ? HTTPS : HTTP) ? host : host + ":" + port;
  }

  /** The name or address that a certificate has to be for. */
  String peer() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Writes it all. */
  void put(OutputStream out) throws IOException {
    out.write(wire.bytes);
    out.flush();
  }
}
