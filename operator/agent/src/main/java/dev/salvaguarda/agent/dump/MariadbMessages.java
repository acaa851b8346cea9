package dev.salvaguarda.agent.dump;

import dev.salvaguarda.domain.failure.FailureReason;
import java.util.List;

/** Understands the messages of {@code mariadb-dump}, which carry the server's error numbers. */
final class MariadbMessages {
  /** A connection that is cut while it is encrypted ends in a TLS error, too: 2026. */
  private static final String CUT =
      "unexpected eof|Broken pipe|Connection (?:reset|timed out)|Error in the (?:pull|push) function";

  private static final List<MessageMeaning> MEANINGS =
      List.of(
          MessageMeaning.of(
              "error: 2026\\b.*(?:" + CUT + ")",
              DumpFault.ofSource(FailureReason.SOURCE_UNREACHABLE)),
          MessageMeaning.of(
              "error: 2026\\b|certificate verif",
              DumpFault.ofSource(FailureReason.SOURCE_TLS_NOT_TRUSTED)),
          MessageMeaning.of(
              "error: 1045\\b|error: 1698\\b",
              DumpFault.ofSource(FailureReason.SOURCE_ACCESS_DENIED)),
          MessageMeaning.of("error: 1049\\b", DumpFault.ofTarget(FailureReason.SOURCE_NOT_FOUND)),
          MessageMeaning.of(
              "\\((?:1044|1142|1143|1227|1370)\\)|error: (?:1044|1142|1227)\\b|Access denied",
              DumpFault.ofTarget(FailureReason.SOURCE_ACCESS_DENIED)),
          MessageMeaning.of(
              "error: (?:2002|2003|2005)\\b",
              DumpFault.ofSource(FailureReason.SOURCE_UNREACHABLE)));

  private MariadbMessages() {}

  static DumpFault fault(List<String> lines) {
    return MessageMeaning.first(MEANINGS, lines);
  }
}
