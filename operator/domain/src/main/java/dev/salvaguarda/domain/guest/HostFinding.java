package dev.salvaguarda.domain.guest;

import dev.salvaguarda.domain.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a host or cluster showed, by which nothing was changed there.
 *
 * @param trouble what would keep guests from being copied; null if nothing that could be seen
 * @param seen what answered, a sentence; empty if nothing did
 * @param sight of all guests; null if the guests could not be listed
 */
public record HostFinding(@Nullable Failure trouble, String seen, @Nullable Sight sight) {
  /** Nothing was seen. */
  public static HostFinding none(Failure why) {
    return new HostFinding(why, "", null);
  }

  /** Whether all guests are seen. */
  public sealed interface Sight {
    /** They are, so it is known which of them are copied. */
    record Full(Coverage coverage) implements Sight {}

    /**
     * There may be more.
     *
     * @param why a sentence
     */
    record Partial(String why) implements Sight {}
  }
}
