package dev.salvaguarda.app.e2e;

/** What goes wrong during a run. */
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
  LOGS_CUT;

  /** Whether the fault is in the way of every seed that is under way, not only of one. */
  boolean hitsAll() {
    return switch (this) {
      case OPERATOR_KILLED, DATABASE_KILLED, NODE_LOST, LOGS_CUT -> true;
      case AGENT_KILLED, S3_BUSY, S3_HANGS, S3_CUTS, S3_WRONG_BYTES, POD_DELETED -> false;
    };
  }
}
