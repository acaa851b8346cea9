package dev.salvaguarda.agent.dump;

import dev.salvaguarda.domain.failure.FailureReason;
import java.util.List;

/**
 * Understands the errors of {@code pg_dump} and {@code pg_dumpall} in the C locale. What they quote
 * of the server may be of any language and is then left unknown.
 */
final class PostgresqlMessages {
  private static final List<MessageMeaning> MEANINGS =
      List.of(
          MessageMeaning.of(
              "certificate verify failed|root certificate file|does not match host name"
                  + "|server does not support SSL",
              DumpFault.ofSource(FailureReason.SOURCE_TLS_NOT_TRUSTED)),
          MessageMeaning.of(
              "password authentication failed|no password supplied|FATAL:  role .* does not exist",
              DumpFault.ofSource(FailureReason.SOURCE_ACCESS_DENIED)),
          MessageMeaning.of(
              "server version mismatch",
              DumpFault.ofSource(FailureReason.SOURCE_VERSION_UNSUPPORTED)),
          MessageMeaning.of(
              "FATAL:  (?:database .* does not exist|no such database)",
              DumpFault.ofTarget(FailureReason.SOURCE_NOT_FOUND)),
          MessageMeaning.of(
              "permission denied|no pg_hba\\.conf entry|must be superuser"
                  + "|would be affected by row-level security|not currently accepting connections",
              DumpFault.ofTarget(FailureReason.SOURCE_ACCESS_DENIED)),
          MessageMeaning.of(
              "connection to server .*(?:Connection refused|timeout expired|No route to host)"
                  + "|could not translate host name|the database system is (?:starting|shutting)",
              DumpFault.ofSource(FailureReason.SOURCE_UNREACHABLE)),
          MessageMeaning.of(
              "invalid memory alloc request size|annot enlarge string buffer"
                  + "|invalid page in block|invalid page header|missing chunk number"
                  + "|compressed \\w+ data is corrupt|uncommitted xmin"
                  + "|invalid internal value for enum",
              DumpFault.ofTarget(FailureReason.DUMP_BLOCKED)));

  private PostgresqlMessages() {}

  static DumpFault fault(String error) {
    return MessageMeaning.first(MEANINGS, error);
  }
}
