package dev.salvaguarda.domain.maintenance;

import dev.salvaguarda.domain.schedule.ZonedCadence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about maintenance depends on, apart from the time.
 *
 * @param name of the repository, which spreads retries over time
 * @param cadence when passes are due; null if none are, or what the specification says can't be
 *     read
 * @param since ticks at or before this are none of the cadence's
 * @param memory what the status remembers
 * @param repository whether it can be used
 * @param rivals backups and restores of it that have not ended; empty unless that matters
 * @param turn whether nobody else looks after the same place
 * @param worker what the cluster shows of the newest attempt
 * @param result what that attempt told; null if nothing that can be read
 * @param logRead whether its log was asked for the result in this round
 * @param limits how long the parts of its life may take
 */
public record MaintenanceFacts(
    String name,
    @Nullable ZonedCadence cadence,
    Instant since,
    MaintenanceMemory memory,
    Readiness repository,
    List<Rival> rivals,
    Turn turn,
    WorkerFact worker,
    @Nullable MaintenanceResult result,
    boolean logRead,
    WorkerLimits limits) {
  public MaintenanceFacts {
    rivals = List.copyOf(rivals);
  }

  /** The same facts once the log was read. */
  public MaintenanceFacts withLog(@Nullable MaintenanceResult whole) {
    return new MaintenanceFacts(
        name,
        cadence,
        since,
        memory,
        repository,
        rivals,
        turn,
        worker,
        whole == null ? result : whole,
        true,
        limits);
  }

  /** The same facts once the lease of the place was asked for. */
  public MaintenanceFacts withTurn(Turn answer) {
    return new MaintenanceFacts(
        name, cadence, since, memory, repository, rivals, answer, worker, result, logRead, limits);
  }
}
