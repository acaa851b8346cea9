package dev.salvaguarda.domain.hook;

import java.util.List;

/**
 * What is seen of hooks.
 *
 * @param planned those that the policy has now, which are the run's once it is its turn
 * @param current what is known of the try that was begun last
 */
public record HookFacts(List<HookCall> planned, Try current) {
  public HookFacts {
    planned = List.copyOf(planned);
  }

  /** There are none. */
  public static HookFacts none() {
    return new HookFacts(List.of(), new Unheard());
  }

  /** What is known of a try that was begun. */
  public sealed interface Try {}

  /** Nobody here carries it out: it has yet to be, or who did it is gone. */
  public record Unheard() implements Try {}

  /** It is carried out. */
  public record UnderWay() implements Try {}

  /** It is over. */
  public record Ended(HookOutcome outcome) implements Try {}
}
