package dev.salvaguarda.controller.adapter.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import dev.salvaguarda.controller.delivery.WebhookLogin.Format;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Test
  void anEventHasAllThatCloudEventsAskFor() {
    Payload payload = payload(Format.CLOUD_EVENTS);
    JsonNode event = json(payload);

    assertThat(payload.contentType()).isEqualTo("application/cloudevents+json");
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("id").asText()).isEqualTo("uid-7c1e.r1");
    assertThat(event.path("source").asText()).isEqualTo("/namespaces/ti/notices/correio.6-3");
    assertThat(event.path("type").asText()).isEqualTo("dev.salvaguarda.notice.IncidentConfirmed");
    assertThat(event.path("subject").asText()).isEqualTo("Incident/correio");
    assertThat(event.path("time").asText()).isEqualTo("2026-11-27T01:00:00Z");
    assertThat(event.path("data").path("title").asText()).isEqualTo("Aviso: Correio");
    assertThat(event.path("data").path("text").asText())
        .isEqualTo(Hooks.dispatch().rendered().body());
  }

  @Test
  void goodNewsResolvesTheAlertThatTheBadBegan() {
    JsonNode bad = json(payload(Format.ALERTMANAGER));
    JsonNode good =
        json(Payload.of(Hooks.at("http://h.example.org/", Format.ALERTMANAGER), restored()));

    assertThat(bad.path("version").asText()).isEqualTo("4");
    assertThat(bad.path("status").asText()).isEqualTo("firing");
    assertThat(good.path("status").asText()).isEqualTo("resolved");
    JsonNode alert = bad.path("alerts").path(0);
    assertThat(alert.path("fingerprint").asText()).matches("[0-9a-z]{16}");
    assertThat(good.path("alerts").path(0).path("fingerprint"))
        .isEqualTo(alert.path("fingerprint"));
    assertThat(good.path("alerts").path(0).path("labels")).isEqualTo(alert.path("labels"));
    assertThat(good.path("groupKey")).isEqualTo(bad.path("groupKey"));
    assertThat(alert.path("labels").path("alertname").asText()).isEqualTo("SalvaguardaIncident");
    assertThat(alert.path("annotations").path("summary").asText()).isEqualTo("Aviso: Correio");
    assertThat(alert.path("endsAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
    assertThat(good.path("alerts").path(0).path("endsAt").asText())
        .isEqualTo("2026-11-27T01:00:00Z");
  }

  @Test
  void nobodyIsMentionedInSlack() {
    JsonNode message = json(payload(Format.SLACK));

    assertThat(message.path("mrkdwn").asBoolean(true)).isFalse();
    assertThat(message.path("text").asText())
        .startsWith("Aviso: Correio\n\nO *Correio* &lt;!channel&gt; parou.");
  }

  @Test
  void nobodyIsMentionedInMattermostAndNothingIsBold() {
    assertThat(json(payload(Format.MATTERMOST)).path("text").asText())
        .contains("O \\*Correio\\* \\<\\!channel\\> parou.")
        .contains("@\u200ball: até já.")
        .doesNotContain("@all");
  }

  @Test
  void aCardShowsEachLineAsItIs() {
    JsonNode card = json(payload(Format.TEAMS)).path("attachments").path(0);

    assertThat(card.path("contentType").asText())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    assertThat(card.path("content").path("type").asText()).isEqualTo("AdaptiveCard");
    JsonNode lines = card.path("content").path("body");
    assertThat(lines).hasSize(3);
    assertThat(lines.path(0).path("inlines").path(0).path("weight").asText()).isEqualTo("Bolder");
    assertThat(lines.path(1).path("type").asText()).isEqualTo("RichTextBlock");
    assertThat(lines.path(1).path("inlines").path(0).path("text").asText())
        .isEqualTo("O *Correio* <!channel> parou.");
  }

  @Test
  void telegramGetsTheChatAndPlainText() {
    JsonNode message = json(payload(Format.TELEGRAM));

    assertThat(message.path("chat_id").asText()).isEqualTo("-100123");
    assertThat(message.has("parse_mode")).isFalse();
    assertThat(message.path("text").asText()).contains("O *Correio* <!channel> parou.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WAHA        | {"session":"norm","chatId":"GROUP","text":"WORDS","linkPreview":false}
          EVOLUTION   | {"number":"GROUP","text":"WORDS","linkPreview":false}
          WPP_CONNECT | {"phone":"GROUP","isGroup":true,"message":"WORDS"}
          """)
  void aGroupGetsTheWordsOfTheMessageAndNoSubject(Format format, String body) {
    assertThat(payload(format).body())
        .isEqualTo(
            body.replace("GROUP", Hooks.GROUP)
                .replace("WORDS", "O *Correio* <!channel> parou.\\n\\n@all: até já."));
  }

  @Test
  void aTemplateIsFilledInOneLineForOneNumber() {
    Dispatch told =
        Hooks.of("IncidentConfirmed", "Aviso", "Parou.\n\n\tAté  já." + "x".repeat(2_000));
    WebhookLogin login = Hooks.at("http://h.example.org/", Format.WHATSAPP_CLOUD);
    JsonNode message = json(Payload.of(login, told.to("+5527999990000")));

    assertThat(message.path("messaging_product").asText()).isEqualTo("whatsapp");
    assertThat(message.path("to").asText()).isEqualTo("5527999990000");
    assertThat(message.path("type").asText()).isEqualTo("template");
    JsonNode template = message.path("template");
    assertThat(template.path("name").asText()).isEqualTo(Hooks.GROUP);
    assertThat(template.path("language").path("code").asText()).isEqualTo("norm");
    JsonNode places = template.path("components").path(0).path("parameters");
    assertThat(places).hasSize(2);
    assertThat(places.path(0).path("text").asText()).isEqualTo("Aviso");
    assertThat(places.path(1).path("text").asText())
        .startsWith("Parou. Até já.xxx")
        .endsWith("…")
        .hasSizeLessThan(1_000);
  }

  @Test
  void ntfyGetsTheTitleInAHeaderOfAscii() {
    Dispatch accents = Hooks.of("IncidentConfirmed", "Atenção", "Parou.");
    Payload payload = Payload.of(Hooks.at("http://h.example.org/t", Format.NTFY), accents);

    assertThat(payload.headers()).containsEntry("Title", "=?UTF-8?B?QXRlbsOnw6Nv?=");
    assertThat(payload.body()).isEqualTo("Parou.");
    assertThat(payload(Format.NTFY).headers()).containsEntry("Title", "Aviso: Correio");
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"TELEGRAM", "NTFY", "TEAMS", "SLACK", "MATTERMOST"})
  void whatIsTooLongForTheReceiverIsCutAndSaysSo(Format format) {
    Dispatch longest = Hooks.of("IncidentUpdate", "Aviso", "é😀*".repeat(16_000));
    Payload payload = Payload.of(Hooks.at("http://h.example.org/", format), longest);

    int size = payload.body().getBytes(StandardCharsets.UTF_8).length;
    String text =
        switch (format) {
          case NTFY -> payload.body();
          case TEAMS ->
              json(payload)
                  .path("attachments")
                  .path(0)
                  .path("content")
                  .path("body")
                  .path(1)
                  .path("inlines")
                  .path(0)
                  .path("text")
                  .asText();
          default -> json(payload).path("text").asText();
        };
    assertThat(text).endsWith("…");
    assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .as("no half of a character")
        .isEqualTo(text);
    switch (format) {
      case NTFY -> assertThat(size).isBetween(3_000, 4_096);
      case TEAMS -> assertThat(size).isLessThan(28_000);
      case TELEGRAM -> assertThat(text).hasSizeLessThanOrEqualTo(4_096);
      default -> assertThat(text).hasSizeLessThanOrEqualTo(40_000);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"TELEGRAM", "MATTERMOST"})
  void nobodyIsMentionedAndLinksAndAddressesLeadWhereTheySay(Format format) {
    Dispatch told =
        Hooks.of(
            "ReceiptConfirmation",
            "Aviso",
            "@ana, (@eva) x.@all: https://glpi.example.org/help_desk.php?a_b=1#top ou ti@example.org");
    String text =
        json(Payload.of(Hooks.at("http://h.example.org/", format), told)).path("text").asText();

    assertThat(text)
        .contains("https://glpi.example.org/help_desk.php?a_b=1#top", "ti@example.org")
        .doesNotContain("@ana", "@eva", "@all");
  }

  @Test
  void theMarkOfACutTextHasRoomInNtfyToo() {
    for (int length = 4_097; length < 5_200; length++) {
      Dispatch told = Hooks.of("IncidentUpdate", "Aviso", "x".repeat(length));
      Payload payload = Payload.of(Hooks.at("http://h.example.org/t", Format.NTFY), told);
      assertThat(payload.body().getBytes(StandardCharsets.UTF_8))
          .as("of %d letters", length)
          .hasSizeBetween(3_000, 4_096);
    }
  }

  @Test
  void aCardOfManyLinesIsNoLargerThanTeamsTakes() {
    Dispatch told = Hooks.of("BackupDigest", "Aviso", "ço\n".repeat(5_000));

    assertThat(
            Payload.of(Hooks.at("http://h.example.org/", Format.TEAMS), told)
                .body()
                .getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(20_000, 28_000);
  }

  private static Dispatch restored() {
    return Hooks.of("ServiceRestored", "Restabelecido", "Voltou.");
  }

  private static Payload payload(Format format) {
    return Payload.of(Hooks.at("http://h.example.org/", format), Hooks.dispatch());
  }

  private static JsonNode json(Payload payload) {
    try {
      return MAPPER.readTree(payload.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(payload.body(), e);
    }
  }
}
