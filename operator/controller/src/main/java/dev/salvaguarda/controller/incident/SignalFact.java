package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.telling.SignalRecord;
import dev.salvaguarda.domain.alert.Signal;
import dev.salvaguarda.domain.alert.Signals;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether monitoring says that something is wrong; pure. */
final class SignalFact {
  private static final ConditionType TYPE = ConditionType.SIGNAL_ACTIVE;

  private SignalFact() {}

  /** Empty if monitoring has said nothing. */
  static Optional<ConditionFact> of(IncidentStatus status) {
    return SignalRecord.of(status).map(SignalFact::of);
  }

  private static ConditionFact of(Signals signals) {
    if (signals.isActive()) {
      return ConditionFact.met(
          TYPE,
          ConditionReason.ALERTS_FIRING,
          "Firing%s: %s."
              .formatted(
                  signals.isIncomplete() ? ", with more than are kept" : "",
                  names(signals, Signal::isActive)));
    }
    return signals.isIncomplete()
        ? ConditionFact.unknown(
            TYPE,
            ConditionReason.ALERTS_NOT_ALL_KEPT,
            "Resolved, but more than these fired: %s.".formatted(names(signals, _ -> true)))
        : ConditionFact.unmet(
            TYPE,
            ConditionReason.ALERTS_RESOLVED,
            "Resolved: %s.".formatted(names(signals, _ -> true)));
  }

  private static String names(Signals signals, Predicate<Signal> which) {
    return signals.kept().stream()
        .filter(which)
        .map(Signal::name)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
