package dev.salvaguarda.repository.tree;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.util.Optional;

/**
 * Reads a tree in restic's JSON form, node after node. Fields it does not know are passed over, as
 * the format asks for.
 */
public final class TreeDecoder implements AutoCloseable {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(64 << 20).build())
          .build();

  private final JsonParser json;
  private boolean started;
  private boolean ended;

  /** Reads from a stream, which is closed with this. */
  public TreeDecoder(InputStream in) throws IOException {
    this.json = JSON.createParser(in);
  }

  /**
   * The next node, or empty after the last one.
   *
   * @throws IllegalArgumentException if a field has a value that the format does not allow
   */
  public Optional<Node> next() throws IOException {
    if (ended || !(started || start())) {
      ended = true;
      return Optional.empty();
    }
    if (json.nextToken() != JsonToken.START_OBJECT) {
      ended = true;
      return Optional.empty();
    }
    NodeFields fields = new NodeFields();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      try {
        fields.read(name, json);
      } catch (DateTimeException | NumberFormatException e) {
        throw new IllegalArgumentException("a tree has a bad " + name, e);
      }
    }
    return Optional.of(fields.toNode());
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  private boolean start() throws IOException {
    started = true;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("a tree is a JSON object, but this is not");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean nodes = json.currentName().equals("nodes");
      json.nextToken();
      if (nodes) {
        return json.currentToken() == JsonToken.START_ARRAY;
      }
      json.skipChildren();
    }
    return false;
  }
}
