package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Contents of the blobs of one run. */
final class FetchedBlobs {
  private final Map<PackedBlob, byte[]> contents = new HashMap<>();

  void put(PackedBlob blob, byte[] content) {
    contents.put(blob, content);
  }

  byte[] get(PackedBlob blob) {
    return Objects.requireNonNull(contents.get(blob), "a blob that is not of this run");
  }
}
