package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.ref.SecretKeyRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.BracketedAddress;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.WebUrl;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A program that takes messages by HTTP.
 *
 * @param format what is sent, and how an answer is read
 * @param url where to; null where it stands in a Secret
 * @param urlRef the key of a Secret that holds where to; null where it is no secret
 * @param chatId the chat, with {@link Format#TELEGRAM}; null else
 * @param signingSecretRef the key of a Secret with what messages are signed with; null means that
 *     they are not
 * @param headersRef Secret whose keys are names of headers; null means none
 * @param caBundleRef authorities of the server; null means those that everybody knows
 * @param timeout how long one attempt may take; {@link #DEFAULT_TIMEOUT} when not given
 */
@ApiObject
@ValidationRule(
    value = "has(self.url) != has(self.urlRef)",
    message = "exactly one of url and urlRef must be given")
@ValidationRule(
    value = "has(self.chatId) == (self.format == 'Telegram')",
    message = "chatId is the chat of format Telegram, which needs it")
public record WebhookSpec(
    @JsonPropertyDescription(
            "What is sent, and how an answer is read. CloudEvents: a structured event in JSON."
                + " Alertmanager: what Alertmanager sends to a webhook. Slack, Teams, Telegram,"
                + " Mattermost, Ntfy: what these take. Text: the message alone.")
        @Required
        Format format,
    @JsonPropertyDescription(
            "Where messages go: http or https, without user and password. It shows in the channel's"
                + " status; one that is itself a secret belongs into urlRef.")
        @Size(min = 1, max = 512)
        @WebUrl
        @BracketedAddress
        @Nullable String url,
    @JsonPropertyDescription(
            "Where messages go, as a key of a Secret: nothing that the operator writes repeats it.")
        @Nullable SecretKeyRef urlRef,
    @JsonPropertyDescription(
            "Id of the chat, or @name of the channel, with format Telegram. A group's id is"
                + " negative.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.matches('^(-?[1-9][0-9]{0,18}|@[A-Za-z0-9_]{5,32})$')",
            message = "must be a number, or @ and a name")
        @Nullable String chatId,
    @JsonPropertyDescription(
            "Key of a Secret with whsec_ and 24 to 64 bytes in base64. Each message is signed with"
                + " it, as Standard Webhooks has it; while the receiver changes from one to another,"
                + " both with a blank between them.")
        @Nullable SecretKeyRef signingSecretRef,
    @JsonPropertyDescription(
            "Secret of the same namespace: each key is the name of a header, its value the header's,"
                + " for example Authorization.")
        @Nullable LocalRef headersRef,
    @JsonPropertyDescription(
            "Authorities that the server's certificate is checked against. Without it, those that"
                + " Java knows.")
        @Nullable CaBundleRef caBundleRef,
    @JsonPropertyDescription("How long one attempt may take, answer included. At most 5m.")
        @Default(WebhookSpec.DEFAULT_TIMEOUT)
        @DurationText
        @ValidationRule(
            value = "self.matches('^([1-4]m([1-5]?[0-9]s)?|5m|[1-2]?[0-9]?[0-9]s|300s)$')",
            message = "must be at most 5m, in minutes and seconds, for example 30s")
        String timeout)
    implements ChannelKind {

  /** How long one attempt may take when nothing is said. */
  public static final String DEFAULT_TIMEOUT = "30s";

  public WebhookSpec {
    timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
  }

  /** The host of a URL that is no secret, and of no other. */
  @Override
  public String shown() {
    String name = "webhook " + format.wireName;
    return url == null ? name : name + " " + URI.create(url).getAuthority();
  }

  @Override
  public String longestAttempt() {
    return timeout;
  }

  /** What is sent, and how an answer is read. */
  public enum Format {
    /** A CloudEvents 1.0 event, structured, in JSON. */
    @JsonProperty("CloudEvents")
    CLOUD_EVENTS("CloudEvents"),
    /** What Alertmanager sends to a webhook, version 4. */
    @JsonProperty("Alertmanager")
    ALERTMANAGER("Alertmanager"),
    /** An incoming webhook of Slack. */
    @JsonProperty("Slack")
    SLACK("Slack"),
    /** A workflow of Microsoft Teams. */
    @JsonProperty("Teams")
    TEAMS("Teams"),
    /** The method sendMessage of a Telegram bot. */
    @JsonProperty("Telegram")
    TELEGRAM("Telegram"),
    /** An incoming webhook of Mattermost. */
    @JsonProperty("Mattermost")
    MATTERMOST("Mattermost"),
    /** A topic of ntfy. */
    @JsonProperty("Ntfy")
    NTFY("Ntfy"),
    /** Plain text. */
    @JsonProperty("Text")
    TEXT("Text");

    private final String wireName;

    Format(String wireName) {
      this.wireName = wireName;
    }
  }
}
