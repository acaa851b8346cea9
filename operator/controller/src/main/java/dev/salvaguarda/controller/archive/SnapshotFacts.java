package dev.salvaguarda.controller.archive;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot says about itself.
 *
 * @param id 64 hex digits
 * @param origin the same of the first snapshot of this content, which all copies of it share
 * @param tags in the form {@code key=value} when they are ours
 * @param host name of the source
 * @param time the instant that the copy speaks of
 * @param bytes of all its files; null where its writer did not say
 */
public record SnapshotFacts(
    String id, String origin, List<String> tags, String host, Instant time, @Nullable Long bytes) {
  public SnapshotFacts {
    tags = List.copyOf(tags);
  }
}
