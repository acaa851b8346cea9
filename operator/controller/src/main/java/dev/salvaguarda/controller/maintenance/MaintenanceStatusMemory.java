package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.controller.attempt.Explanation;
import dev.salvaguarda.domain.maintenance.MaintenanceMemory;
import dev.salvaguarda.domain.maintenance.MaintenancePhase;
import dev.salvaguarda.domain.worker.AttemptMemory;
import java.util.Objects;

/** Reads out of a status what earlier decisions left there. */
final class MaintenanceStatusMemory {
  private MaintenanceStatusMemory() {}

  static MaintenanceMemory of(MaintenanceStatus status) {
    if (status.phase() == null) {
      return MaintenanceMemory.none();
    }
    return new MaintenanceMemory(
        MaintenancePhase.valueOf(status.phase().name()),
        status.dueTime(),
        new AttemptMemory(
            Objects.requireNonNullElse(status.attempt(), 0),
            status.startTime(),
            status.deadline(),
            status.nextAttemptTime(),
            new Explanation(status.reason(), status.message()).failure()),
        status.completionTime());
  }
}
