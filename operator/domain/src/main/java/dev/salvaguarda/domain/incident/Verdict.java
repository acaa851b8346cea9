package dev.salvaguarda.domain.incident;

import dev.salvaguarda.domain.decision.Decision;

/** What the technical team has found out. */
public sealed interface Verdict {

  /** Whose finding it is. */
  Decision decision();

  /** The component works; nothing follows. */
  record NotConfirmed(Decision decision) implements Verdict {}

  /** Everybody may be affected. */
  record General(Decision decision) implements Verdict {}

  /** One organisation is affected alone. */
  record Restricted(Decision decision, String organization) implements Verdict {}

  /** Whether there is an incident. */
  default boolean isConfirmed() {
    return switch (this) {
      case NotConfirmed _ -> false;
      case General _, Restricted _ -> true;
    };
  }
}
