package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.MaintenanceWindowStatus;
import dev.salvaguarda.controller.telling.ToldNotices;
import dev.salvaguarda.domain.window.WindowFacts;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that was read about a maintenance window.
 *
 * @param notices that were made about it
 * @param ahead when the next decision counts that is dated ahead; null if none is
 */
record WindowSeen(
    MaintenanceWindow window, WindowFacts facts, ToldNotices notices, @Nullable Instant ahead) {

  MaintenanceWindowStatus status() {
    return Objects.requireNonNullElse(window.getStatus(), MaintenanceWindowStatus.none());
  }
}
