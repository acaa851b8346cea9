package dev.salvaguarda.controller.adapter.http.webhook;

import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.SigningKey;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import dev.salvaguarda.controller.delivery.WebhookLogin.Chat;
import dev.salvaguarda.controller.delivery.WebhookLogin.Format;
import dev.salvaguarda.controller.delivery.WebhookLogin.Receiver;
import dev.salvaguarda.domain.message.Rendered;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Receivers, and what they are told. */
final class Hooks {
  static final Instant NOW = Instant.parse("2026-11-27T01:00:00Z");
  static final Duration LONG = Duration.ofMinutes(2);
  static final String TOKEN = "Bearer tulip-17";
  static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  static final String GROUP = "120363000000000000@g.us";

  private Hooks() {}

  static WebhookLogin at(String url, Format format) {
    return at(url, format, LONG, null);
  }

  static WebhookLogin at(
      String url, Format format, Duration timeout, @Nullable String authorities) {
    return new WebhookLogin(
        new Receiver(new SensitiveText(url), URI.create(url).getAuthority()),
        format,
        new Chat(format == Format.TELEGRAM ? "-100123" : GROUP, "norm"),
        Map.of("Authorization", new SensitiveText(TOKEN)),
        SigningKey.all(new SensitiveText(KEY)).orElseThrow(),
        authorities,
        timeout);
  }

  static Dispatch dispatch() {
    return of(
        "IncidentConfirmed", "Aviso: Correio", "O *Correio* <!channel> parou.\n\n@all: até já.");
  }

  static Dispatch of(String message, String subject, String body) {
    return new Dispatch(
        new Dispatch.About(
            "uid-7c1e.r1", "uid-of-incident", "ti", "correio.6-3", message, "Incident", "correio"),
        List.of("program"),
        new Rendered(subject, body),
        "pt-BR",
        NOW,
        ZoneOffset.UTC,
        0);
  }
}
