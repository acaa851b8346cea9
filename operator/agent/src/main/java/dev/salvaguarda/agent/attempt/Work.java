package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.workorder.Result;
import java.time.Clock;

/** What the program does for one order, whatever its kind. */
public interface Work {
  /** Runs to the end, whatever happens. */
  void run();

  /** What became of it so far, from any thread; complete after {@link #run()}. */
  Result result(long peakMemoryBytes);

  /**
   * The result was told. What stays only for another attempt, should this one vanish untold, goes.
   */
  void settle();

  /** Bytes sent to the repository so far, for people who watch. */
  long bytesSent();

  /**
   * What all work is done with.
   *
   * @param board takes how far the work is
   * @param notes takes what a person would want to know
   * @param cancellation says when to stop
   * @param clock time for snapshots and steps
   */
  record Surroundings(ProgressBoard board, Notes notes, Cancellation cancellation, Clock clock) {}
}
