package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.RetryMeaning;

/** What a worker's exit status says. */
public enum ExitCode {
  /** All that was asked for is done and proven. */
  SUCCEEDED(0),
  /** There is nothing of use, and another attempt can help. */
  FAILED(1),
  /** Neither work order nor arguments could be understood. */
  BAD_ORDER(2),
  /** There is something of use, but part of it is missing, suspicious or weaker than asked. */
  DEGRADED(3),
  /** There is nothing of use, and only a person can mend why. */
  FAILED_FOR_GOOD(4),
  /** Stopped on request. */
  CANCELLED(130);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** As the operating system gets it. */
  public int status() {
    return status;
  }

  /** The exit code of a result; another attempt is worth it if it can help any part of it. */
  public static ExitCode of(Result result) {
    return switch (result.outcome()) {
      case SUCCEEDED -> SUCCEEDED;
      case DEGRADED -> DEGRADED;
      case CANCELLED -> CANCELLED;
      case FAILED ->
          result.failures().stream()
                  .anyMatch(failure -> failure.reason().retry() == RetryMeaning.BACK_OFF)
              ? FAILED
              : FAILED_FOR_GOOD;
    };
  }
}
