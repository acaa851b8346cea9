package dev.salvaguarda.domain.run;

/**
 * All that a decision about a run depends on, apart from the time.
 *
 * @param self what the run says about itself
 * @param memory what its status remembers
 * @param around what it depends on
 * @param worker what the cluster shows of its newest attempt
 * @param answers to questions asked in this round
 * @param limits how long things may take
 */
public record RunFacts(
    RunSelf self,
    RunMemory memory,
    Surroundings around,
    WorkerFact worker,
    Answers answers,
    RunLimits limits) {

  /** The same facts with more answers. */
  public RunFacts withAnswers(Answers more) {
    return new RunFacts(self, memory, around, worker, more, limits);
  }
}
