package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.RetryMeaning;
import java.util.Objects;
import java.util.stream.Stream;

/** What a worker's exit status says. */
public enum ExitCode {
  /** Every target is stored and its snapshot was read back. */
  SUCCEEDED(0),
  /** There is no snapshot, and another attempt can help. */
  FAILED(1),
  /** Neither work order nor arguments could be understood. */
  BAD_ORDER(2),
  /** There is a snapshot, but something is missing, suspicious or weaker than asked. */
  DEGRADED(3),
  /** There is no snapshot, and only a person can mend why. */
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

  /** The exit code of a result; another attempt is worth it if it can help any of the targets. */
  public static ExitCode of(CopyResult result) {
    return switch (result.outcome()) {
      case SUCCEEDED -> SUCCEEDED;
      case DEGRADED -> DEGRADED;
      case CANCELLED -> CANCELLED;
      case FAILED -> isWorthARetry(result) ? FAILED : FAILED_FOR_GOOD;
    };
  }

  private static boolean isWorthARetry(CopyResult result) {
    return Stream.concat(
            Stream.ofNullable(result.failure()),
            result.targets().stream()
                .flatMap(target -> Stream.<Failure>ofNullable(target.failure())))
        .filter(Objects::nonNull)
        .anyMatch(failure -> failure.reason().retry() == RetryMeaning.BACK_OFF);
  }
}
