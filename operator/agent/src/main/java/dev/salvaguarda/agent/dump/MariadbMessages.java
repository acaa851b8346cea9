package dev.salvaguarda.agent.dump;

import dev.salvaguarda.domain.failure.FailureReason;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands the errors of {@code mariadb-dump} by the server's numbers, which are the same in
 * every language, and by what the program was doing.
 */
final class MariadbMessages {
  /** The number stands in front of the words or, where a statement is quoted, behind them. */
  private static final Pattern NUMBER =
      Pattern.compile("(?:Got error:|Error:?) (\\d{4})\\b|\\((\\d{4})\\)(?: when |$)");

  private static final Pattern CONNECTING = Pattern.compile("when trying to connect");

  /** A connection that is cut while it is encrypted ends in a TLS error, too. */
  private static final Pattern CUT =
      Pattern.compile(
          "unexpected eof|Broken pipe|Connection (?:reset|timed out)"
              + "|Error in the (?:pull|push) function");

  private static final int TLS = 2026;
  private static final int NO_DATABASE = 1049;
  private static final Set<Integer> UNREACHABLE = Set.of(2002, 2003, 2005);

  private static final Set<Integer> REFUSED =
      Set.of(1044, 1045, 1130, 1142, 1143, 1227, 1370, 1698, 1820, 1862, 3118, 4151);

  /** Damaged, incomplete or unreachable objects, engines that are not there, rows too large. */
  private static final Set<Integer> BLOCKED =
      Set.of(
          1016, 1017, 1033, 1034, 1035, 1153, 1194, 1195, 1286, 1301, 1356, 1429, 1430, 1431, 1449,
          1712, 1812, 1877, 1932, 2020);

  private static final Pattern NO_HISTORY = Pattern.compile("Cannot use --dump-history");

  private MariadbMessages() {}

  static DumpFault fault(String error) {
    boolean connecting = CONNECTING.matcher(error).find();
    int number = number(error);
    if (number == TLS && connecting) {
      return DumpFault.ofSource(
          CUT.matcher(error).find()
              ? FailureReason.SOURCE_UNREACHABLE
              : FailureReason.SOURCE_TLS_NOT_TRUSTED);
    }
    if (REFUSED.contains(number)) {
      return connecting
          ? DumpFault.ofSource(FailureReason.SOURCE_ACCESS_DENIED)
          : DumpFault.ofTarget(FailureReason.SOURCE_ACCESS_DENIED);
    }
    if (number == NO_DATABASE) {
      return DumpFault.ofTarget(FailureReason.SOURCE_NOT_FOUND);
    }
    if (UNREACHABLE.contains(number) || connecting) {
      return DumpFault.ofSource(FailureReason.SOURCE_UNREACHABLE);
    }
    return BLOCKED.contains(number) || NO_HISTORY.matcher(error).find()
        ? DumpFault.ofTarget(FailureReason.DUMP_BLOCKED)
        : DumpFault.UNKNOWN;
  }

  private static int number(String error) {
    Matcher matcher = NUMBER.matcher(error);
    if (!matcher.find()) {
      return 0;
    }
    String front = matcher.group(1);
    return Integer.parseInt(front == null ? matcher.group(2) : front);
  }
}
