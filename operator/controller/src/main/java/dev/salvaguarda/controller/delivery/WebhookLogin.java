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
 * @param chat where among what the receiver knows messages belong
 * @param headers beside ours, by name
 * @param keys with which each message is signed; empty means that it is not
 * @param authorities certificates in PEM form that are trusted instead of the system's; null means
 *     the system's
 * @param timeout after which an attempt is ended whatever it is doing
 */
public record WebhookLogin(
    Receiver receiver,
    Format format,
    Chat chat,
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
   * A chat.
   *
   * @param id of the chat, or of the template that WhatsApp fills; empty where the receiver knows
   *     one place alone
   * @param session what a program that plays a telephone calls its number, or the language of a
   *     template; empty with others
   */
  public record Chat(String id, String session) {}

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
    TEXT,
    /** WhatsApp, by a program that plays a telephone. */
    WAHA,
    EVOLUTION,
    WPP_CONNECT,
    /** WhatsApp, by its own API: one request for each receiver. */
    WHATSAPP_CLOUD
  }
}
