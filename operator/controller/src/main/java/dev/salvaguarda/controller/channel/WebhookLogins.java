package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.notice.WebhookSpec;
import dev.salvaguarda.api.notice.WhatsappCloudSpec;
import dev.salvaguarda.api.notice.WhatsappGatewaySpec;
import dev.salvaguarda.api.ref.SecretKeyRef;
import dev.salvaguarda.api.schema.WebUrl;
import dev.salvaguarda.controller.archive.MissingReferenceException;
import dev.salvaguarda.controller.archive.NamedSecretsGatherer;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.delivery.SigningKey;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import dev.salvaguarda.controller.delivery.WebhookLogin.Chat;
import dev.salvaguarda.controller.delivery.WebhookLogin.Format;
import dev.salvaguarda.controller.delivery.WebhookLogin.Receiver;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What reaches a program that takes messages, from its specification and its Secrets. */
final class WebhookLogins {
  private WebhookLogins() {}

  /**
   * The login.
   *
   * @throws MissingReferenceException if a Secret is absent, or holds what can't be used
   */
  static WebhookLogin of(WebhookSpec spec, NamedSecretsGatherer secrets) {
    return new WebhookLogin(
        receiver(spec, secrets),
        switch (spec.format()) {
          case CLOUD_EVENTS -> Format.CLOUD_EVENTS;
          case ALERTMANAGER -> Format.ALERTMANAGER;
          case SLACK -> Format.SLACK;
          case TEAMS -> Format.TEAMS;
          case TELEGRAM -> Format.TELEGRAM;
          case MATTERMOST -> Format.MATTERMOST;
          case NTFY -> Format.NTFY;
          case TEXT -> Format.TEXT;
        },
        new Chat(Objects.requireNonNullElse(spec.chatId(), ""), ""),
        spec.headersRef() == null ? Map.of() : secrets.lines(spec.headersRef().name()),
        keys(spec.signingSecretRef(), secrets),
        spec.caBundleRef() == null ? null : secrets.caBundle(spec.caBundleRef()),
        ChannelTerms.read(spec.timeout(), Duration.ofSeconds(30)));
  }

  /**
   * That of a program that plays a telephone.
   *
   * @throws MissingReferenceException if a Secret is absent, or holds what can't be used
   */
  static WebhookLogin of(WhatsappGatewaySpec spec, NamedSecretsGatherer secrets) {
    SensitiveText token = secrets.oneLine(spec.tokenRef().name(), spec.tokenRef().key());
    String root = spec.url().replaceAll("/+$", "");
    String session = spec.session();
    record Door(Format format, String path, String header, SensitiveText value) {}
    Door door =
        switch (spec.flavor()) {
          case WAHA -> new Door(Format.WAHA, "/api/sendText", "X-Api-Key", token);
          case EVOLUTION ->
              new Door(Format.EVOLUTION, "/message/sendText/" + session, "apikey", token);
          case WPP_CONNECT ->
              new Door(
                  Format.WPP_CONNECT,
                  "/api/%s/send-message".formatted(session),
                  "Authorization",
                  new SensitiveText("Bearer " + token.reveal()));
        };
    return new WebhookLogin(
        new Receiver(new SensitiveText(root + door.path()), authority(root)),
        door.format(),
        new Chat(spec.group(), session),
        Map.of(door.header(), door.value()),
        List.of(),
        spec.caBundleRef() == null ? null : secrets.caBundle(spec.caBundleRef()),
        ChannelTerms.read(spec.longestAttempt(), Duration.ofMinutes(1)));
  }

  /**
   * That of WhatsApp's own API. Its chat is the template, in its language.
   *
   * @throws MissingReferenceException if a Secret is absent, or holds what can't be used
   */
  static WebhookLogin of(WhatsappCloudSpec spec, NamedSecretsGatherer secrets) {
    String root = spec.url().replaceAll("/+$", "");
    SensitiveText token = secrets.oneLine(spec.tokenRef().name(), spec.tokenRef().key());
    return new WebhookLogin(
        new Receiver(
            new SensitiveText("%s/%s/messages".formatted(root, spec.phoneNumberId())),
            authority(root)),
        Format.WHATSAPP_CLOUD,
        new Chat(spec.template(), spec.templateLanguage()),
        Map.of("Authorization", new SensitiveText("Bearer " + token.reveal())),
        List.of(),
        spec.caBundleRef() == null ? null : secrets.caBundle(spec.caBundleRef()),
        ChannelTerms.read(spec.longestAttempt(), Duration.ofMinutes(5)));
  }

  private static String authority(String url) {
    return String.valueOf(URI.create(url).getAuthority());
  }

  private static Receiver receiver(WebhookSpec spec, NamedSecretsGatherer secrets) {
    if (spec.url() != null) {
      return new Receiver(new SensitiveText(spec.url()), authority(spec.url()));
    }
    SecretKeyRef ref = Objects.requireNonNull(spec.urlRef());
    SensitiveText url = secrets.oneLine(ref.name(), ref.key());
    if (!url.reveal().matches(WebUrl.PATTERN)) {
      throw unclear(ref, "an http or https URL without user, password, blanks and fragment");
    }
    return new Receiver(url, "");
  }

  private static List<SigningKey> keys(@Nullable SecretKeyRef ref, NamedSecretsGatherer secrets) {
    return ref == null
        ? List.of()
        : SigningKey.all(secrets.text(ref.name(), ref.key()))
            .orElseThrow(() -> unclear(ref, "whsec_ and 24 to 64 bytes in base64"));
  }

  private static MissingReferenceException unclear(SecretKeyRef ref, String wanted) {
    return new MissingReferenceException(
        ConditionReason.SECRET_UNCLEAR,
        "The value under the key \"%s\" of Secret \"%s\" is not %s."
            .formatted(ref.key(), ref.name(), wanted));
  }
}
