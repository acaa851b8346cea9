package dev.salvaguarda.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As much of S3 as an engine needs, over a {@link MemoryStore}: millions of objects are there in
 * seconds. It believes every signature, has one bucket, and counts requests by their kind.
 */
final class MemoryS3 implements AutoCloseable {
  static final String BUCKET = "bucket";
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final int PAGE = 1000;
  private static final String TIME = "2026-11-01T00:00:00.000Z";
  private static final String HTTP_TIME = "Sun, 01 Nov 2026 00:00:00 GMT";

  private final MemoryStore store;
  private final HttpServer server;
  private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

  MemoryS3(MemoryStore store) throws IOException {
    this.store = store;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Requests since the last call, by method and kind of object. */
  Map<String, Integer> takeCounts() {
    Map<String, Integer> taken = new TreeMap<>(counts);
    counts.clear();
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String key = path.substring(Math.min(path.length(), BUCKET.length() + 2));
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      String method = exchange.getRequestMethod();
      boolean list = key.isEmpty() && query.containsKey("list-type");
      String kind = list ? query.getOrDefault("prefix", "") : key;
      counts.merge((list ? "LIST " : method + " ") + kind.replaceFirst("/.*", ""), 1, Integer::sum);
      if (key.isEmpty()) {
        send(exchange, 200, bucket(list, query));
      } else {
        object(exchange, method, key);
      }
    }
  }

  private byte[] bucket(boolean list, Map<String, String> query) {
    if (!list) {
      return "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>"
          .getBytes(StandardCharsets.UTF_8);
    }
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    NavigableMap<String, byte[]> rest =
        store
            .objects()
            .tailMap(after.compareTo(prefix) > 0 ? after : prefix, after.compareTo(prefix) <= 0);
    StringBuilder xml = new StringBuilder("<ListBucketResult><Name>" + BUCKET + "</Name>");
    int count = 0;
    String last = "";
    for (Map.Entry<String, byte[]> entry : rest.entrySet()) {
      if (!entry.getKey().startsWith(prefix) || count == PAGE) {
        break;
      }
      last = entry.getKey();
      count++;
      xml.append("<Contents><Key>").append(last).append("</Key><LastModified>").append(TIME);
      xml.append("</LastModified><ETag>\"0\"</ETag><Size>").append(entry.getValue().length);
      xml.append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    String next = count == PAGE ? rest.higherKey(last) : null;
    boolean more = next != null && next.startsWith(prefix);
    xml.append("<KeyCount>").append(count).append("</KeyCount><IsTruncated>").append(more);
    xml.append("</IsTruncated>");
    if (more) {
      xml.append("<NextContinuationToken>").append(last).append("</NextContinuationToken>");
    }
    return xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
  }

  private void object(HttpExchange exchange, String method, String key) throws IOException {
    switch (method) {
      case "PUT" -> put(exchange, key);
      case "DELETE" -> {
        store.delete(key);
        exchange.sendResponseHeaders(204, -1);
      }
      default -> {
        byte @Nullable [] content = store.objects().get(key);
        if (content == null) {
          send(
              exchange,
              404,
              "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8));
        } else {
          get(exchange, content);
        }
      }
    }
  }

  private void put(HttpExchange exchange, String key) throws IOException {
    byte[] content = exchange.getRequestBody().readAllBytes();
    boolean onlyIfAbsent = exchange.getRequestHeaders().containsKey("If-None-Match");
    if (onlyIfAbsent && store.objects().containsKey(key)) {
      send(
          exchange,
          412,
          "<Error><Code>PreconditionFailed</Code></Error>".getBytes(StandardCharsets.UTF_8));
      return;
    }
    store.put(key, content);
    exchange.getResponseHeaders().set("ETag", etag(content));
    send(exchange, 200, new byte[0]);
  }

  private static void get(HttpExchange exchange, byte[] content) throws IOException {
    exchange.getResponseHeaders().set("ETag", etag(content));
    exchange.getResponseHeaders().set("Last-Modified", HTTP_TIME);
    String range = exchange.getRequestHeaders().getFirst("Range");
    Matcher matcher = RANGE.matcher(range == null ? "" : range);
    if (matcher.matches()) {
      int from = Integer.parseInt(matcher.group(1));
      int to =
          matcher.group(2).isEmpty()
              ? content.length
              : Math.min(content.length, Integer.parseInt(matcher.group(2)) + 1);
      send(exchange, 206, Arrays.copyOfRange(content, from, to));
    } else {
      send(exchange, 200, content);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  private static String etag(byte[] content) {
    try {
      return '"' + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    for (String part : (raw == null ? "" : raw).split("&", -1)) {
      int equals = part.indexOf('=');
      query.put(
          equals < 0 ? part : part.substring(0, equals),
          equals < 0 ? "" : URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }
}
