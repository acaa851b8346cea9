package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.source.SourceException.Scope;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.EOFException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Tells what a driver's exception means for a backup, in the server's own words. */
final class SqlFailures {
  private static final int DEEPEST_CAUSE = 10;

  /** The class of the states that say that there is no connection. */
  private static final String CONNECTION = "08";

  private static final Pattern CONNECTION_NUMBER = Pattern.compile("^\\(conn=\\d+\\) ");

  private SqlFailures() {}

  /** SQL state; {@code none} where the server gave none. */
  static String state(SQLException e) {
    return Objects.requireNonNullElse(e.getSQLState(), "none");
  }

  /**
   * The failure to report.
   *
   * @param product as people call it
   * @param reason what the adapter knows it to be
   * @param scope how much is lost
   */
  static SourceException failure(
      String product, DatabaseLogin login, FailureReason reason, Scope scope, SQLException e) {
    if (isAboutTls(e)) {
      return tlsNotTrusted(product, login, e);
    }
    String form =
        state(e).startsWith(CONNECTION)
            ? "No connection to the %s server %s as user %s: %s"
            : "The %s server %s answered the user %s: %s";
    String message = form.formatted(product, login.place(), login.username(), told(login, e));
    return switch (scope) {
      case TARGET -> SourceException.ofTarget(reason, message, e);
      case SOURCE -> SourceException.ofSource(reason, message, e);
    };
  }

  /** What the server says and under which number. */
  static String told(DatabaseLogin login, SQLException e) {
    return words(login, e) + network(e) + " (SQL state " + state(e) + number(e) + ")";
  }

  /** Why there is no connection: of this the drivers' sentences say nothing. */
  private static String network(SQLException e) {
    Throwable cause = e.getCause();
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      switch (cause) {
        case UnknownHostException _ -> {
          return ": the host name is unknown";
        }
        case NoRouteToHostException _ -> {
          return ": there is no way to the host";
        }
        case SocketTimeoutException _ -> {
          return ": no answer in time";
        }
        default -> cause = cause.getCause();
      }
    }
    return "";
  }

  private static String number(SQLException e) {
    return e.getErrorCode() == 0 ? "" : ", error " + e.getErrorCode();
  }

  /** The server's sentence, as far as it holds no secret and is the same each time. */
  static String words(DatabaseLogin login, SQLException e) {
    String text = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    String password = login.password().revealUtf8();
    String plain = CONNECTION_NUMBER.matcher(text).replaceFirst("");
    return ServerWords.of(password.isEmpty() ? plain : plain.replace(password, "[redacted]"));
  }

  /**
   * Whether the connection failed over encryption or certificates. The drivers say some of it only
   * in words: a server without TLS, or a certificate for another host. A connection that was cut
   * during the handshake says nothing about trust.
   */
  static boolean isAboutTls(SQLException e) {
    boolean aboutTls = false;
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof EOFException) {
        return false;
      }
      aboutTls |= cause instanceof SSLException || cause instanceof GeneralSecurityException;
      cause = cause.getCause();
    }
    if (aboutTls) {
      return true;
    }
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return state(e).startsWith("08") && (text.contains("ssl") || text.contains("hostname"));
  }

  private static SourceException tlsNotTrusted(
      String product, DatabaseLogin login, SQLException e) {
    String asked =
        switch (login.tlsMode()) {
          case DISABLE -> "it asks for TLS, but tls.mode forbids it";
          case PREFER, REQUIRE -> "tls.mode asks for TLS, which it could not agree on";
          case VERIFY_CA -> "its certificate is of no authority that is trusted";
          case VERIFY_FULL ->
              "its certificate is of no authority that is trusted, or names another host";
        };
    return SourceException.ofSource(
        FailureReason.SOURCE_TLS_NOT_TRUSTED,
        "No protected connection to the %s server %s: %s".formatted(product, login.place(), asked),
        e);
  }
}
