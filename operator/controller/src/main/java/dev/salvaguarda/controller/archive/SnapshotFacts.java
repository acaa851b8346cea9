package dev.salvaguarda.controller.archive;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot says about itself.
 *
 * @param id 64 hex digits
 * @param tags in the form {@code key=value} when they are ours
 * @param time the instant that the copy speaks of
 * @param bytes of all its files; null where its writer did not say
 */
public record SnapshotFacts(String id, List<String> tags, Instant time, @Nullable Long bytes) {
  public SnapshotFacts {
    tags = List.copyOf(tags);
  }
}
