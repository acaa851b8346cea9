package dev.salvaguarda.domain.schedule;

/** What follows when ticks were missed; that they were is recorded in any case. */
public enum MissedRuns {
  /** One run is started to make up for all of them, unless another covers them already. */
  RUN_ONCE,
  /** Nothing is started before the next tick. */
  SKIP
}
