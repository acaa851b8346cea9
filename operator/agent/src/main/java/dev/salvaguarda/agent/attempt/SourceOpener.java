package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.workorder.CopyTask;

/** Finds the source of a task. */
public interface SourceOpener {
  /**
   * The source, which has not been asked anything yet.
   *
   * @throws SourceException if its credentials can't be read
   */
  Source open(CopyTask task) throws SourceException;
}
