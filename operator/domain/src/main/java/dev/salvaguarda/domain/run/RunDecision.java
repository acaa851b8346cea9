package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookStep;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be done about a run now. */
public sealed interface RunDecision {

  /** Something must be found out before anything can be done; decide again with the answer. */
  sealed interface Question extends RunDecision {}

  /** Look for the whole result in the pod's log. */
  record ReadLog(String pod) implements Question {}

  /** Ask the repository whether it holds these snapshots. */
  record ConfirmSnapshots(Set<String> ids) implements Question {
    public ConfirmSnapshots {
      ids = Set.copyOf(ids);
    }
  }

  /** Ask the repository which snapshots of this run it holds, because no worker could tell. */
  record FindSnapshots() implements Question {}

  /** Ask a further repository of which snapshots of this run it holds copies. */
  record ConfirmReplica(String repository) implements Question {}

  /** Take the leases of the run's groups; the answer is whether they could be had. */
  record ClaimTurn() implements Question {}

  /** Something that is done, reported, and then looked at again. */
  sealed interface Step extends RunDecision {
    /** When to look again even if nothing changes; null if only a change makes a difference. */
    @Nullable Instant next();
  }

  /**
   * What the run needs is not there.
   *
   * @param why a sentence for a person
   */
  record StayPending(Instant next, String why) implements Step {}

  /** Others come first. */
  record StayQueued(Instant next, int position, String waitingFor) implements Step {}

  /** Lead the worker; never {@link WorkerStep.Over}, which is judged instead. */
  record Lead(WorkerStep step) implements Step {
    @Override
    public @Nullable Instant next() {
      return step.next();
    }
  }

  /**
   * It is the run's turn, and there are hooks: they are its own from now on, and nothing is called
   * before that is written down.
   */
  record BeginHooks(List<HookCall> calls, Instant next) implements Step {
    public BeginHooks {
      calls = List.copyOf(calls);
    }
  }

  /** The hooks of one side are called. */
  record CallHooks(HookStep.Going step) implements Step {
    @Override
    public Instant next() {
      return step.next();
    }
  }

  /** The work has ended, and the run ends so once the hooks after it are through. */
  record Close(Finish end, Instant next) implements Step {}

  /**
   * The worker has ended and the repository is silent.
   *
   * @param why a sentence for a person
   */
  record AwaitProof(AttemptMemory known, String why, Instant next) implements Step {}

  /**
   * The attempt failed and another one follows.
   *
   * @param known with the time of the next one
   * @param failure why
   * @param ledger what is known about each target
   * @param clear whether its worker may still be there and must go
   */
  record RetryLater(
      AttemptMemory known, Failure failure, Ledger ledger, boolean clear, Instant next)
      implements Step {}

  /**
   * The run ends.
   *
   * @param phase terminal
   * @param known its attempt is 0 if none was started
   * @param failure why it did not succeed; null if it did, and for a missed run
   * @param message one sentence for a person
   * @param ledger what is known about each target
   * @param clear whether a worker may still be there and must go
   */
  record Finish(
      RunPhase phase,
      AttemptMemory known,
      @Nullable Failure failure,
      String message,
      Ledger ledger,
      boolean clear,
      Instant next)
      implements Step {
    public Finish {
      if (!phase.isTerminal()) {
        throw new IllegalArgumentException("a run does not end as " + phase);
      }
    }
  }
}
