package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What both drivers' exceptions have in common. */
final class SqlFailures {
  private static final int DEEPEST_CAUSE = 10;

  private SqlFailures() {}

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
    return text.contains("ssl") || text.contains("hostname");
  }

  static SourceException tlsNotTrusted(String product, DatabaseLogin login, SQLException e) {
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
