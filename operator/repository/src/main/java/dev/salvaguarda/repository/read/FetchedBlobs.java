package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Contents of the blobs of one run, and why there is none of some. */
final class FetchedBlobs {
  private final Map<PackedBlob, BlobContent> contents = new HashMap<>();
  private final Map<PackedBlob, RepositoryException> lost = new HashMap<>();

  void put(PackedBlob blob, BlobContent content) {
    contents.put(blob, content);
  }

  void putLost(PackedBlob blob, RepositoryException why) {
    lost.put(blob, why);
  }

  /** The content, or its exception. */
  BlobContent get(PackedBlob blob) {
    RepositoryException why = lost.get(blob);
    if (why != null) {
      throw why;
    }
    return Objects.requireNonNull(contents.get(blob), "a blob that is not of this run");
  }
}
