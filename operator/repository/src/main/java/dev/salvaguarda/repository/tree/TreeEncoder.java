package dev.salvaguarda.repository.tree;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree in restic's JSON form, node after node, so that a directory of any size needs no
 * more memory than its largest node. {@link #close()} ends the JSON and flushes the stream without
 * closing it.
 */
public final class TreeEncoder implements AutoCloseable {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final OutputStream out;
  private @Nullable ByteString previous;

  /** Begins a tree. */
  public TreeEncoder(OutputStream out) throws IOException {
    this.out = out;
    write("{\"nodes\":[");
  }

  /**
   * Appends a node.
   *
   * @throws IllegalArgumentException if its name does not come after the one before, by bytes
   */
  public void add(Node node) throws IOException {
    if (previous != null && node.name().compareTo(previous) <= 0) {
      throw new IllegalArgumentException(
          "nodes are ordered by name, but " + node.name() + " comes after " + previous);
    }
    if (previous != null) {
      write(",");
    }
    previous = node.name();
    // A generator holds 16 KiB, which would be too much for each of the directories of a deep path.
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      new NodeWriter(json).write(node);
    }
  }

  @Override
  public void close() throws IOException {
    write("]}\n");
    out.flush();
  }

  private void write(String ascii) throws IOException {
    out.write(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
