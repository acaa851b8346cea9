package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.tree.Metadata;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a look at an entry brought.
 *
 * @param excluded whether it is not wanted; then it was not looked at
 * @param facts none if it is excluded or could not be looked at
 * @param metadata none if it was not read yet
 * @param failed why there are no facts
 */
record Seen(
    RawPath path,
    boolean excluded,
    @Nullable FileFacts facts,
    @Nullable Metadata metadata,
    @Nullable IOException failed) {

  /** Looks at an entry, and leaves its metadata for later. */
  static Seen at(RawPath path, PathPatterns excludes) {
    if (excludes.cover(path.components())) {
      return new Seen(path, true, null, null, null);
    }
    try {
      return new Seen(path, false, FileFacts.of(path.path()), null, null);
    } catch (IOException e) {
      return new Seen(path, false, null, null, e);
    }
  }

  /** The same with its metadata; of a socket, which is not stored, none. */
  Seen with(MetadataReader reader) {
    return facts == null || facts.isSocket()
        ? this
        : new Seen(path, excluded, facts, reader.read(path, facts), failed);
  }

  /** The metadata, read now where it was left for later. */
  Metadata metadata(MetadataReader reader, FileFacts of) {
    return metadata == null ? reader.read(path, of) : metadata;
  }
}
