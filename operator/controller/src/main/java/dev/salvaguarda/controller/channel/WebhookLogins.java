package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.notice.WebhookSpec;
import dev.salvaguarda.api.ref.SecretKeyRef;
import dev.salvaguarda.api.schema.WebUrl;
import dev.salvaguarda.controller.archive.MissingReferenceException;
import dev.salvaguarda.controller.archive.NamedSecretsGatherer;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.delivery.SigningKey;
import dev.salvaguarda.controller.delivery.WebhookLogin;
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
        Objects.requireNonNullElse(spec.chatId(), ""),
        spec.headersRef() == null ? Map.of() : secrets.lines(spec.headersRef().name()),
        keys(spec.signingSecretRef(), secrets),
        spec.caBundleRef() == null ? null : secrets.caBundle(spec.caBundleRef()),
        ChannelTerms.read(spec.timeout(), Duration.ofSeconds(30)));
  }

  private static Receiver receiver(WebhookSpec spec, NamedSecretsGatherer secrets) {
    if (spec.url() != null) {
      return new Receiver(
          new SensitiveText(spec.url()), String.valueOf(URI.create(spec.url()).getAuthority()));
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
