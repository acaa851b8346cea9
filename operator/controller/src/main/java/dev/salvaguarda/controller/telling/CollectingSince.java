package dev.salvaguarda.controller.telling;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when on this operator can make digests: from its first look at a notice or a channel. One
 * that stands by looks at nothing.
 */
public final class CollectingSince {
  private @Nullable Instant first;

  /** That instant; {@code now} if this is the first look. */
  public synchronized Instant since(Instant now) {
    if (first == null) {
      first = now;
    }
    return first;
  }
}
