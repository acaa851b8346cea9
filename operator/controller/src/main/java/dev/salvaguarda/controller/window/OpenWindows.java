package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.WindowParts.Backups;
import dev.salvaguarda.api.window.WindowParts.SuppressSpec;
import dev.salvaguarda.controller.telling.WindowRecord;
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
        .flatMap(window ->
            WindowLife.heldUntil(WindowRecord.of(window, now), grace(window), now)
                .map(until -> new Hold(window.getMetadata().getName(), until))
                .stream())
        .max(Comparator.comparing(Hold::until).thenComparing(Hold::window));
  }

  /** Whether an alert about a component is no news now, since work on it is going on. */
  public boolean areQuietAbout(String component, Instant now) {
    return naming(component)
        .anyMatch(window -> WindowLife.isQuiet(WindowRecord.of(window, now), grace(window), now));
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
