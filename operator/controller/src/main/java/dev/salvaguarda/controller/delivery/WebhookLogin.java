package dev.salvaguarda.controller.delivery;

import dev.salvaguarda.controller.archive.SensitiveText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that takes messages by HTTP, and how it is spoken to.
 *
 * @param receiver where messages go
 * @param format what is sent, and how an answer is read
 * @param chatId the chat; empty where the format has none
 * @param headers beside ours, by name
 * @param keys with which each message is signed; empty means that it is not
 * @param authorities certificates in PEM form that are trusted instead of the system's; null means
 *     the system's
 * @param timeout after which an attempt is ended whatever it is doing
 */
public record WebhookLogin(
    Receiver receiver,
    Format format,
    String chatId,
    Map<String, SensitiveText> headers,
    List<SigningKey> keys,
    @Nullable String authorities,
    Duration timeout)
    implements ChannelLogin {
  public WebhookLogin {
    headers = Map.copyOf(headers);
    keys = List.copyOf(keys);
  }

  /**
   * Where messages go.
   *
   * @param url http or https, with a host
   * @param shown what people are told of it: host and port; empty where its URL is a secret
   */
  public record Receiver(SensitiveText url, String shown) {}

  /** What is sent, and how an answer is read. */
  public enum Format {
    CLOUD_EVENTS,
    ALERTMANAGER,
    SLACK,
    TEAMS,
    TELEGRAM,
    MATTERMOST,
    NTFY,
    TEXT
  }
}
