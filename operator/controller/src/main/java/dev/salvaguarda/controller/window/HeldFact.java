package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.domain.alert.HeldAlerts;
import dev.salvaguarda.domain.alert.HeldAlerts.Held;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What monitoring says about the components of a window meanwhile; pure. */
final class HeldFact {
  private static final ConditionType TYPE = ConditionType.SIGNAL_ACTIVE;
  private static final int MOST_NAMES = 10;

  private HeldFact() {}

  /**
   * Empty if nothing was kept back.
   *
   * @param until when what is kept back opens incidents; empty means now
   */
  static Optional<ConditionFact> of(HeldAlerts held, Optional<Instant> until) {
    if (held.kept().isEmpty()) {
      return Optional.empty();
    }
    if (held.kept().stream().anyMatch(Held::isWaiting)) {
      return Optional.of(
          ConditionFact.met(
              TYPE,
              ConditionReason.ALERTS_HELD_BACK,
              "Firing, and opens an incident %s: %s."
                  .formatted(
                      until
                          .map(at -> "if that goes on after " + at.truncatedTo(ChronoUnit.SECONDS))
                          .orElse("now"),
                      names(held, Held::isWaiting))));
    }
    Predicate<Held> firing = one -> one.signal().isActive();
    return Optional.of(
        held.kept().stream().anyMatch(firing)
            ? ConditionFact.met(
                TYPE,
                ConditionReason.ALERTS_FIRING,
                "Still firing when it was over, and counted in %s: %s."
                    .formatted(incidents(held, firing), names(held, firing)))
            : ConditionFact.unmet(
                TYPE,
                ConditionReason.ALERTS_RESOLVED,
                "Resolved: %s.".formatted(names(held, _ -> true))));
  }

  private static String incidents(HeldAlerts held, Predicate<Held> which) {
    return held.kept().stream()
        .filter(which)
        .map(Held::incident)
        .distinct()
        .sorted()
        .limit(MOST_NAMES)
        .collect(Collectors.joining(", "));
  }

  private static String names(HeldAlerts held, Predicate<Held> which) {
    List<String> names =
        held.kept().stream()
            .filter(which)
            .map(one -> "%s of %s".formatted(one.signal().name(), one.key().component()))
            .distinct()
            .toList();
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMES
        ? "%s, and %d more".formatted(first, names.size() - MOST_NAMES)
        : first;
  }
}
