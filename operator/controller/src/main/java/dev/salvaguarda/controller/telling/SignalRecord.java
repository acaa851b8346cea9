package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.incident.MonitoringStatus;
import dev.salvaguarda.api.incident.MonitoringStatus.SignalStatus;
import dev.salvaguarda.domain.alert.Signal;
import dev.salvaguarda.domain.alert.Signals;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What monitoring says about an incident, read from its status and written there; pure. */
public final class SignalRecord {
  private SignalRecord() {}

  /** Empty if monitoring has said nothing about it. */
  public static Optional<Signals> of(@Nullable IncidentStatus status) {
    return Optional.ofNullable(status)
        .map(IncidentStatus::monitoring)
        .map(said ->
            new Signals(
                said.signals().stream().map(SignalRecord::signal).toList(),
                Boolean.TRUE.equals(said.incomplete())));
  }

  private static Signal signal(SignalStatus one) {
    return new Signal(
        one.id(),
        one.name(),
        Objects.requireNonNullElse(one.summary(), ""),
        one.active(),
        one.since(),
        one.times(),
        one.lastSeen());
  }

  /** As it stands in a status. */
  public static MonitoringStatus status(Signals signals) {
    return new MonitoringStatus(
        signals.kept().stream().map(SignalRecord::status).toList(),
        signals.isIncomplete() ? true : null);
  }

  private static SignalStatus status(Signal one) {
    return new SignalStatus(
        one.id(),
        one.name(),
        one.summary().isEmpty() ? null : one.summary(),
        one.isActive(),
        one.since(),
        one.times(),
        one.lastSeen().truncatedTo(ChronoUnit.SECONDS));
  }
}
