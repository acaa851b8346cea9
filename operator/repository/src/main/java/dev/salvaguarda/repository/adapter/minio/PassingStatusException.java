package dev.salvaguarda.repository.adapter.minio;

import java.io.IOException;

/** The server answered with a status that passes by itself, whatever its body says. */
final class PassingStatusException extends IOException {
  PassingStatusException(int status) {
    super("HTTP status " + status);
  }

  /** Statuses of overload, restart and broken gateways. */
  static boolean isPassing(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }
}
