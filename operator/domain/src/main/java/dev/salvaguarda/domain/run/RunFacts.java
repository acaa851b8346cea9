package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.hook.HookFacts;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.workorder.CopyResult;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about a run depends on, apart from the time.
 *
 * @param self what the run says about itself
 * @param memory what its status remembers
 * @param around what it depends on
 * @param worker what the cluster shows of its newest attempt
 * @param reported what that attempt left as termination message; null if nothing that can be read
 * @param answers to questions asked in this round
 * @param limits how long things may take
 * @param hooks what is seen of its hooks
 */
public record RunFacts(
    RunSelf self,
    RunMemory memory,
    Surroundings around,
    WorkerFact worker,
    @Nullable CopyResult reported,
    Answers answers,
    RunLimits limits,
    HookFacts hooks) {
  /** Of a run without hooks. */
  public RunFacts(
      RunSelf self,
      RunMemory memory,
      Surroundings around,
      WorkerFact worker,
      @Nullable CopyResult reported,
      Answers answers,
      RunLimits limits) {
    this(self, memory, around, worker, reported, answers, limits, HookFacts.none());
  }

  /** The same facts with more answers. */
  public RunFacts withAnswers(Answers more) {
    return new RunFacts(self, memory, around, worker, reported, more, limits, hooks);
  }

  /** The same facts once the run tried to get its turn. */
  public RunFacts withTurn(Turn turn) {
    return new RunFacts(
        self,
        memory,
        new Surroundings(around.policy(), around.repository(), turn, around.awaited()),
        worker,
        reported,
        answers,
        limits,
        hooks);
  }
}
