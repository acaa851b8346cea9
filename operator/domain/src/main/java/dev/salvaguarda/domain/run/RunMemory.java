package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the run's status remembers of earlier decisions; all of it survives a restart.
 *
 * @param phase the phase reported last
 * @param attempt the attempt started last; 0 before the first
 * @param startedAt when the first attempt was started; null before
 * @param retryAt when the next attempt is due; set only while the last one is known to have failed
 * @param failure why the last attempt failed; null if none did
 * @param endedAt when the run ended; null before
 * @param ledger what is known about each target
 */
public record RunMemory(
    RunPhase phase,
    int attempt,
    @Nullable Instant startedAt,
    @Nullable Instant retryAt,
    @Nullable Failure failure,
    @Nullable Instant endedAt,
    Ledger ledger) {

  /** Of a run that was never looked at. */
  public static RunMemory none() {
    return new RunMemory(RunPhase.PENDING, 0, null, null, null, null, Ledger.empty());
  }
}
