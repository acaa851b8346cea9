package dev.salvaguarda.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The API server's etcd, asked without it.
 *
 * @param endpoint of its clients
 * @see <a href="https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/">etcd's gateway</a>
 */
record Etcd(URI endpoint, HttpClient http) {
  private static final String KINDS = "/registry/salvaguarda.dev/";
  private static final int SAMPLE = 500;

  /** More in one transaction it refuses. */
  private static final int AT_ONCE = 100;

  /** Of the one that this JVM started. */
  static Etcd find() {
    List<String> arguments =
        Footprint.ofChild("etcd")
            .flatMap(etcd -> etcd.process().info().arguments())
            .map(Arrays::asList)
            .orElseThrow(() -> new IllegalStateException("etcd does not run"));
    int flag = arguments.indexOf("--listen-client-urls");
    return new Etcd(
        URI.create(arguments.get(flag + 1).replace("0.0.0.0", "127.0.0.1")),
        HttpClient.newHttpClient());
  }

  /**
   * Stores objects as the API server does, which does not look at them: some hundred times as fast.
   *
   * @param objects JSON of each, complete with UID and time of creation, by plural of its kind,
   *     namespace and name with slashes between
   */
  void put(Map<String, String> objects) throws IOException {
    for (List<Map.Entry<String, String>> some :
        Lists.partition(List.copyOf(objects.entrySet()), AT_ONCE)) {
      String puts =
          some.stream()
              .map(one ->
                  "{\"request_put\": {\"key\": \"%s\", \"value\": \"%s\"}}"
                      .formatted(base64(KINDS + one.getKey()), base64(one.getValue())))
              .collect(Collectors.joining(", "));
      var _ = post("/v3/kv/txn", "{\"success\": [" + puts + "]}");
    }
  }

  /**
   * Bytes of an object with its key, as the mean of the first 500 of its kind in the order of their
   * keys; 0 if there is none.
   *
   * @param start of the keys: plural of a kind of ours, namespace, name
   */
  double meanBytes(String start) throws IOException {
    String from = KINDS + start;
    String until =
        from.substring(0, from.length() - 1) + (char) (from.charAt(from.length() - 1) + 1);
    String range =
        """
        {"key": "%s", "range_end": "%s", "limit": %d}
        """
            .formatted(base64(from), base64(until), SAMPLE);
    JsonNode found = new ObjectMapper().readTree(post("/v3/kv/range", range)).path("kvs");
    long bytes = 0;
    for (JsonNode one : found) {
      bytes += one.path("key").binaryValue().length + one.path("value").binaryValue().length;
    }
    return (double) bytes / Math.max(1, found.size());
  }

  /**
   * Bytes of the database that are in use: objects, and what they were before until the API server
   * has that removed, every five minutes.
   */
  double inUseBytes() throws IOException {
    return answer(HttpRequest.newBuilder(endpoint.resolve("/metrics")))
        .lines()
        .filter(line -> line.startsWith("etcd_mvcc_db_total_size_in_use_in_bytes "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String post(String path, String json) throws IOException {
    return answer(
        HttpRequest.newBuilder(endpoint.resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private String answer(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> answer =
          http.send(
              request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("etcd answers %d: %s".formatted(answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
