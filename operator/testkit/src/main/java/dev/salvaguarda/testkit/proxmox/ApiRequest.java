package dev.salvaguarda.testkit.proxmox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A call as it came.
 *
 * @param path of its URL, decoded, without the query
 * @param parameters of the query and of a form, decoded
 * @param headers by name in lower case
 */
public record ApiRequest(
    String method, String path, Map<String, String> parameters, Map<String, String> headers) {
  private static final String PREFIX = "/api2/json/";

  /** Reads one; empty when the connection ended instead. */
  static Optional<ApiRequest> read(InputStream input) throws IOException {
    String first = line(input);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    String[] words = first.split(" ", 3);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(input); !line.isEmpty(); line = line(input)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String[] target = words[1].split("\\?", 2);
    Map<String, String> parameters = new LinkedHashMap<>();
    if (target.length > 1) {
      addForm(target[1], parameters);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(input.readNBytes(length), StandardCharsets.UTF_8);
    if (!words[0].equals("GET") && !words[0].equals("DELETE")) {
      addForm(body, parameters);
    }
    String path = URLDecoder.decode(target[0].replace("+", "%2B"), StandardCharsets.UTF_8);
    return Optional.of(new ApiRequest(words[0], path, parameters, headers));
  }

  /** The parts of the path below {@code /api2/json}; none for any other path. */
  List<String> parts() {
    return path.startsWith(PREFIX)
        ? Stream.of(path.substring(PREFIX.length()).split("/")).toList()
        : List.of();
  }

  boolean isChunked() {
    return headers.containsKey("transfer-encoding");
  }

  /** Whether it has content where none may be. */
  boolean hasUnexpectedContent() {
    return (method.equals("GET") || method.equals("DELETE"))
        && !headers.getOrDefault("content-length", "0").equals("0");
  }

  private static void addForm(String form, Map<String, String> parameters) {
    for (String pair : form.split("&", -1)) {
      String[] both = pair.split("=", 2);
      if (!both[0].isEmpty()) {
        parameters.put(
            URLDecoder.decode(both[0], StandardCharsets.UTF_8),
            both.length > 1 ? URLDecoder.decode(both[1], StandardCharsets.UTF_8) : "");
      }
    }
  }

  private static String line(InputStream input) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
