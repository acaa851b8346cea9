package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.controller.attempt.Explanation;
import dev.salvaguarda.controller.worker.manifest.JobSeries;
import dev.salvaguarda.domain.maintenance.MaintenanceMemory;
import dev.salvaguarda.domain.maintenance.MaintenancePhase;
import dev.salvaguarda.domain.worker.AttemptMemory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads out of a status what earlier decisions left there. */
final class MaintenanceStatusMemory {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private MaintenanceStatusMemory() {}

  static MaintenanceStatus statusOf(BackupRepository repository) {
    MaintenanceStatus status =
        repository.getStatus() == null ? null : repository.getStatus().maintenance();
    return Objects.requireNonNullElseGet(status, MaintenanceStatus::none);
  }

  static MaintenanceMemory of(BackupRepository repository) {
    MaintenanceStatus status = statusOf(repository);
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

  /** The Jobs of the pass that was due at this time, or of none. */
  static JobSeries jobs(BackupRepository repository, @Nullable Instant dueAt) {
    String name = repository.getMetadata().getName();
    return new JobSeries("Maintenance", dueAt == null ? name : name + "-" + MINUTE.format(dueAt));
  }
}
