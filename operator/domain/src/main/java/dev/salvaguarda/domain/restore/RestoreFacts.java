package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.workorder.RestoreResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about a restore depends on, apart from the time.
 *
 * @param self what it says about itself
 * @param checks that are wanted
 * @param memory what its status remembers
 * @param repository whether the one that holds the copies can be read; matters once it is known
 * @param worker what the cluster shows of its newest attempt
 * @param reported what that attempt left as termination message; null if nothing that can be read
 * @param source whether the copies could be found, if that was asked in this round
 * @param log what the pod's log says, if that was asked in this round
 * @param limits how long the parts of a worker's life may take; the time for all of them together
 *     follows from {@code self}
 */
public record RestoreFacts(
    RestoreSelf self,
    List<WantedCheck> checks,
    RestoreMemory memory,
    Readiness repository,
    WorkerFact worker,
    @Nullable RestoreResult reported,
    SourceAnswer source,
    LogAnswer log,
    WorkerLimits limits) {
  public RestoreFacts {
    checks = List.copyOf(checks);
  }

  /** The same facts once the copies were looked for. */
  public RestoreFacts with(SourceAnswer answer) {
    return new RestoreFacts(
        self, checks, memory, repository, worker, reported, answer, log, limits);
  }

  /** The same facts once the log was read. */
  public RestoreFacts with(LogAnswer answer) {
    return new RestoreFacts(
        self, checks, memory, repository, worker, reported, source, answer, limits);
  }
}
