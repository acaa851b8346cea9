package dev.salvaguarda.app.e2e;

import java.util.List;
import java.util.stream.Stream;

/** What goes wrong while something is copied or brought back. */
enum FaultKind {
  AGENT_KILLED,
  OPERATOR_KILLED,
  S3_BUSY,
  S3_HANGS,
  S3_CUTS,
  S3_WRONG_BYTES,
  DATABASE_KILLED,
  POD_DELETED,
  NODE_LOST,
  LOGS_CUT,
  API_AWAY,
  /** Begins with the worker: its scratch space fills up while it uses it. */
  SCRATCH_FULL;

  /** What a run has to bear; {@link OutageFaultIT} takes the API server away from runs. */
  static List<FaultKind> ofRuns() {
    return Stream.of(values()).filter(kind -> kind != API_AWAY && kind != SCRATCH_FULL).toList();
  }

  /** Whether the fault is in the way of every seed that is under way, not only of one. */
  boolean hitsAll() {
    return switch (this) {
      case OPERATOR_KILLED, DATABASE_KILLED, NODE_LOST, LOGS_CUT, API_AWAY -> true;
      case AGENT_KILLED, S3_BUSY, S3_HANGS, S3_CUTS, S3_WRONG_BYTES, POD_DELETED, SCRATCH_FULL ->
          false;
    };
  }
}
