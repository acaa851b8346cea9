package dev.salvaguarda.controller.adapter.http;

import dev.salvaguarda.controller.adapter.Authorities;
import dev.salvaguarda.controller.adapter.http.Reply.Obstacle;
import dev.salvaguarda.controller.archive.SensitiveText;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Posts to servers, and reads what they answer. */
public final class WebPost {
  /**
   * More than an answer of any receiver has: some say the whole message again, each character as
   * several, and what is read in part says nothing.
   */
  private static final int MOST_READ = 262_144;

  private static final String METHOD = "POST";

  private final boolean allowLocal;

  /**
   * @param allowLocal whether requests may go to the operator's own pod and to its link
   */
  public WebPost(boolean allowLocal) {
    this.allowLocal = allowLocal;
  }

  /**
   * A server and how it is met.
   *
   * @param url http or https, with a host
   * @param authorities certificates in PEM form that are trusted instead of the system's; null
   *     means the system's
   * @param timeout after which an attempt is ended whatever it is doing
   */
  public record Server(SensitiveText url, @Nullable String authorities, Duration timeout) {}

  /** Resolves the name, connects and encrypts, and asks nothing; empty if that went well. */
  public Optional<Obstacle> meet(Server server) {
    try {
      return exchange(server, Map.of(), "").meet();
    } catch (UnaskableException _) {
      return Optional.of(Obstacle.BAD_REQUEST);
    } catch (GeneralSecurityException | IOException _) {
      return Optional.of(Obstacle.BAD_AUTHORITIES);
    }
  }

  /**
   * Posts once; returns at once when interrupted.
   *
   * @param headers by name; of two that differ in capitals alone the later one counts
   */
  public Reply post(Server server, Map<String, SensitiveText> headers, String body) {
    try {
      return exchange(server, headers, body).ask(MOST_READ);
    } catch (UnaskableException _) {
      return new Reply.Unreached(Obstacle.BAD_REQUEST);
    } catch (GeneralSecurityException | IOException _) {
      return new Reply.Unreached(Obstacle.BAD_AUTHORITIES);
    }
  }

  private Exchange exchange(Server server, Map<String, SensitiveText> headers, String body)
      throws UnaskableException, GeneralSecurityException, IOException {
    return new Exchange(
        Question.of(METHOD, server.url().reveal(), headers, body),
        Authorities.context(server.authorities()),
        server.timeout(),
        allowLocal);
  }
}
