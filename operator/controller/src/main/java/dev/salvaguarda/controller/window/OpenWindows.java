package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.WindowParts.Backups;
import dev.salvaguarda.api.window.WindowParts.Incidents;
import dev.salvaguarda.api.window.WindowParts.SuppressSpec;
import dev.salvaguarda.controller.telling.WindowRecord;
import dev.salvaguarda.domain.alert.AlertKey;
import dev.salvaguarda.domain.alert.HoldingWindow;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.window.WindowLife;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What maintenance keeps from happening; pure.
 *
 * @param windows of one namespace
 */
public record OpenWindows(List<MaintenanceWindow> windows) {
  public OpenWindows {
    windows = List.copyOf(windows);
  }

  /**
   * That no backup of a component is started.
   *
   * @param window its name
   * @param until when that is over, unless people decide otherwise before
   */
  public record Hold(String window, Instant until) {}

  /**
   * What holds the backups of a component now, the one that does so for longest; empty if nothing
   * does.
   *
   * @param component null belongs to no window
   */
  public Optional<Hold> holding(@Nullable String component, Instant now) {
    return naming(component)
        .filter(window -> window.getSpec().suppress().backups() == Backups.PAUSE)
        .filter(window -> !isDeleted(window))
        .flatMap(window ->
            WindowLife.heldUntil(WindowRecord.of(window, now), grace(window), now)
                .map(until -> new Hold(window.getMetadata().getName(), until))
                .stream())
        .max(Comparator.comparing(Hold::until).thenComparing(Hold::window));
  }

  /**
   * Those that keep alerts of a key from opening an incident now, the one that does so for longest
   * first, and those that have kept back one that fires.
   */
  public List<HoldingWindow> about(AlertKey key, Instant now) {
    List<MaintenanceWindow> naming = naming(key.component()).toList();
    return windows.stream()
        .filter(window -> naming.contains(window) || HeldRecord.of(window).concern(key))
        .sorted(
            Comparator.comparing(
                    (MaintenanceWindow window) -> quietUntil(window, now).orElse(Instant.MIN))
                .reversed()
                .thenComparing(window -> window.getMetadata().getName()))
        .map(window ->
            new HoldingWindow(
                window.getMetadata().getName(),
                window.getMetadata().getUid(),
                window.getMetadata().getResourceVersion(),
                naming.contains(window) && quietUntil(window, now).isPresent(),
                HeldRecord.of(window)))
        .toList();
  }

  /** Until when a window keeps alerts from opening incidents; empty if it does not now. */
  static Optional<Instant> quietUntil(MaintenanceWindow window, Instant now) {
    return window.getSpec().suppress().incidents() == Incidents.PAUSE && !isDeleted(window)
        ? WindowLife.quietUntil(WindowRecord.of(window, now), grace(window), now)
        : Optional.empty();
  }

  /** It stays only until what it has kept back is handed on. */
  static boolean isDeleted(MaintenanceWindow window) {
    return window.getMetadata().getDeletionTimestamp() != null;
  }

  private Stream<MaintenanceWindow> naming(@Nullable String component) {
    return windows.stream()
        .filter(window ->
            window.getSpec().components().stream()
                .anyMatch(named -> named.name().equals(component)));
  }

  private static Duration grace(MaintenanceWindow window) {
    return DurationText.parse(window.getSpec().suppress().grace())
        .or(() -> DurationText.parse(SuppressSpec.DEFAULT_GRACE))
        .orElseThrow();
  }
}
