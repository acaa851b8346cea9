package dev.salvaguarda.controller.delivery;

import dev.salvaguarda.controller.archive.SensitiveText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A mail server and how it is spoken to.
 *
 * @param tls whether and how the connection is encrypted
 * @param authorities certificates in PEM form that are trusted instead of the system's; null means
 *     the system's
 * @param auth how the operator says who it is; null means not at all
 * @param from one address, with or without a name, as in a header
 * @param replyTo the same for answers; null means that there is no such header
 * @param domain the part of {@code from} behind the at sign: what our Message-IDs end with
 */
public record EmailLogin(
    String host,
    int port,
    Tls tls,
    @Nullable String authorities,
    @Nullable Auth auth,
    String from,
    @Nullable String replyTo,
    String domain,
    Timeouts timeouts)
    implements ChannelLogin {

  /** How a connection is encrypted. */
  public enum Tls {
    /** Plain at first, encrypted before anything is said; a server that can't is refused. */
    START_TLS,
    /** Encrypted from the first byte. */
    IMPLICIT,
    /** Never encrypted: for test servers. */
    NONE
  }

  /** How the operator says who it is. */
  public enum Mechanism {
    PLAIN,
    LOGIN,
    XOAUTH2
  }

  /**
   * Who the operator says it is.
   *
   * @param secret a password, or with {@link Mechanism#XOAUTH2} an access token
   */
  public record Auth(Mechanism mechanism, String username, SensitiveText secret) {}

  /**
   * How long is waited, each longer than nothing.
   *
   * @param total after which a delivery is ended whatever it is doing
   */
  public record Timeouts(Duration connect, Duration read, Duration write, Duration total) {}
}
