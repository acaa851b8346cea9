package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.window.HeldAlertStatus;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.domain.alert.AlertKey;
import dev.salvaguarda.domain.alert.HeldAlerts;
import dev.salvaguarda.domain.alert.HeldAlerts.Held;
import dev.salvaguarda.domain.alert.Signal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** What a window has kept from opening incidents, read from its status and written there; pure. */
public final class HeldRecord {
  private HeldRecord() {}

  static HeldAlerts of(MaintenanceWindow window) {
    String namespace = window.getMetadata().getNamespace();
    return window.getStatus() == null
        ? HeldAlerts.none()
        : new HeldAlerts(
            window.getStatus().heldAlerts().stream().map(one -> held(namespace, one)).toList());
  }

  private static Held held(String namespace, HeldAlertStatus one) {
    return new Held(
        new AlertKey(namespace, one.component(), one.key()),
        Objects.requireNonNullElse(one.title(), one.component()),
        new Signal(
            one.id(),
            one.name(),
            Objects.requireNonNullElse(one.summary(), ""),
            one.active(),
            one.since(),
            one.times(),
            one.lastSeen()),
        Objects.requireNonNullElse(one.incident(), ""));
  }

  /** As it stands in a status. */
  public static List<HeldAlertStatus> status(HeldAlerts held) {
    return held.kept().stream().map(HeldRecord::status).toList();
  }

  private static HeldAlertStatus status(Held one) {
    Signal signal = one.signal();
    String component = one.key().component();
    return new HeldAlertStatus(
        one.key().id(),
        signal.id(),
        component,
        one.title().equals(component) ? null : one.title(),
        signal.name(),
        signal.summary().isEmpty() ? null : signal.summary(),
        signal.isActive(),
        signal.since(),
        signal.times(),
        signal.lastSeen().truncatedTo(ChronoUnit.SECONDS),
        one.incident().isEmpty() ? null : one.incident());
  }
}
