package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the work of a run ended, before the hooks after it are through.
 *
 * @param phase terminal
 * @param failure why it did not succeed; null if it did
 * @param message one sentence for a person
 */
public record Verdict(RunPhase phase, @Nullable Failure failure, String message) {
  static Verdict of(Finish end) {
    return new Verdict(end.phase(), end.failure(), end.message());
  }

  /** The end of the run, once it is known whether a hook after it failed. */
  Finish finish(RunMemory memory, Optional<HookCall> failed, Instant next) {
    Verdict whole = failed.map(this::beside).orElse(this);
    return new Finish(
        whole.phase, memory.attempts(), whole.failure, whole.message, memory.ledger(), false, next);
  }

  private Verdict beside(HookCall hook) {
    String words = "Hook %s after the run failed: %s".formatted(hook.name(), hook.message());
    String whole = "%s %s".formatted(message, words);
    return failure == null
        ? new Verdict(RunPhase.DEGRADED, new Failure(FailureReason.AFTER_HOOK_FAILED, words), whole)
        : new Verdict(phase, new Failure(failure.reason(), whole), whole);
  }
}
