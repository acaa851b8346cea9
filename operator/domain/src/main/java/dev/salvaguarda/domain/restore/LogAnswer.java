package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.workorder.RestoreResult;

/** What a pod's log says about the result. */
public sealed interface LogAnswer {
  /** It was not read. */
  record NotAsked() implements LogAnswer {}

  /** The whole result stands there. */
  record Whole(RestoreResult result) implements LogAnswer {}

  /** The log is gone or holds no result. */
  record Nothing() implements LogAnswer {}
}
