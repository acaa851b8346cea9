package dev.salvaguarda.controller.adapter.http.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a receiver is sent, the same in every attempt; pure. Whatever a notice says is text in it:
 * nobody is mentioned by it and nothing is set in bold.
 *
 * @param headers beside the content type
 */
record Payload(String contentType, Map<String, String> headers, String body) {
  /** In UTF-16 units, as Telegram counts. */
  private static final int LONGEST_TELEGRAM = 4_096;

  /** In bytes: what is longer becomes an attachment, or nothing. */
  private static final int LONGEST_NTFY = 4_096;

  /** In characters; less where many lines, each with its frame, make the card too large. */
  private static final int LONGEST_CARD = 6_000;

  /** In bytes: Teams refuses what has more than 28 KB. */
  private static final int LARGEST_CARD = 28_000;

  /** In characters: what makes a text of this length too large is not the text. */
  private static final int SHORTEST = 100;

  /** In characters. */
  private static final int LONGEST_SLACK = 40_000;

  /** In characters. */
  private static final int LONGEST_MATTERMOST = 16_383;

  private static final String JSON = "application/json";
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** A link, or a character that may be more than itself. */
  private static final Pattern MARKDOWN =
      Pattern.compile("(https?://[A-Za-z0-9._~:/?#&=%+,;-]+)|[\\\\`*_~#\\[\\]<>|!]");

  private static final Pattern MENTION = Pattern.compile("(?<![A-Za-z0-9])@");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static Payload of(WebhookLogin login, Dispatch dispatch) {
    return switch (login.format()) {
      case CLOUD_EVENTS -> json("application/cloudevents+json", Events.cloud(dispatch));
      case ALERTMANAGER -> json(JSON, Events.alert(dispatch));
      case SLACK ->
          json(JSON, ordered("text", slack(cut(whole(dispatch), LONGEST_SLACK)), "mrkdwn", false));
      case TEAMS -> teams(dispatch);
      case TELEGRAM ->
          json(
              JSON,
              ordered(
                  "chat_id",
                  login.chat().id(),
                  "text",
                  telegram(whole(dispatch)),
                  "link_preview_options",
                  Map.of("is_disabled", true)));
      case MATTERMOST ->
          json(JSON, ordered("text", mattermost(cut(whole(dispatch), LONGEST_MATTERMOST / 2))));
      case NTFY ->
          new Payload(
              PLAIN,
              Map.of("Title", encoded(dispatch.rendered().subject())),
              cutBytes(dispatch.rendered().body(), LONGEST_NTFY));
      case WAHA ->
          json(
              JSON,
              ordered(
                  "session", login.chat().session(),
                  "chatId", login.chat().id(),
                  "text", posted(dispatch),
                  "linkPreview", false));
      case EVOLUTION ->
          json(
              JSON,
              ordered("number", login.chat().id(), "text", posted(dispatch), "linkPreview", false));
      case WPP_CONNECT ->
          json(
              JSON,
              ordered("phone", login.chat().id(), "isGroup", true, "message", posted(dispatch)));
      case WHATSAPP_CLOUD -> json(JSON, Template.filled(login.chat(), dispatch));
      case TEXT -> new Payload(PLAIN, Map.of(), whole(dispatch));
    };
  }

  private static Payload json(String type, Map<String, Object> content) {
    try {
      return new Payload(type, Map.of(), MAPPER.writeValueAsString(content));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts have a JSON form", e);
    }
  }

  /** In the order in which they are given. */
  static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** The words that the norm has for a group, and no subject. */
  private static String posted(Dispatch dispatch) {
    return dispatch.rendered().body().strip();
  }

  private static String whole(Dispatch dispatch) {
    return dispatch.rendered().subject() + "\n\n" + dispatch.rendered().body().strip();
  }

  private static Payload teams(Dispatch dispatch) {
    int limit = LONGEST_CARD;
    Payload card = json(JSON, card(dispatch, limit));
    while (bytes(card.body()) > LARGEST_CARD && limit > SHORTEST) {
      limit = shorter(limit);
      card = json(JSON, card(dispatch, limit));
    }
    return card;
  }

  /** Runs of text are not read as Markdown, other than blocks of it. */
  private static Map<String, Object> card(Dispatch dispatch, int limit) {
    Stream<Map<String, Object>> title = Stream.of(line(dispatch.rendered().subject(), true));
    Stream<Map<String, Object>> rest =
        Arrays.stream(cut(dispatch.rendered().body().strip(), limit).split("\n", -1))
            .filter(text -> !text.isBlank())
            .map(text -> line(text, false));
    Map<String, Object> card =
        ordered(
            "$schema", "http://adaptivecards.io/schemas/adaptive-card.json",
            "type", "AdaptiveCard",
            "version", "1.4",
            "body", Stream.concat(title, rest).toList());
    Map<String, Object> attachment =
        ordered("contentType", "application/vnd.microsoft.card.adaptive", "content", card);
    return ordered("type", "message", "attachments", List.of(attachment));
  }

  private static Map<String, Object> line(String text, boolean isTitle) {
    Map<String, Object> run = ordered("type", "TextRun", "text", text);
    if (isTitle) {
      run.put("weight", "Bolder");
    }
    return ordered("type", "RichTextBlock", "inlines", List.of(run));
  }

  /** What these three mean is a mention, or a link, in Slack. */
  private static String slack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** What would be Markdown is escaped, but for links, which would lead elsewhere then. */
  private static String mattermost(String text) {
    return withoutMentions(
        MARKDOWN
            .matcher(text)
            .replaceAll(found ->
                Matcher.quoteReplacement(
                    found.group(1) == null ? "\\" + found.group() : found.group())));
  }

  /** Whoever is named would be called, though the text is plain. */
  private static String telegram(String text) {
    return cut(withoutMentions(text), LONGEST_TELEGRAM);
  }

  /** No name follows an at sign; addresses of e-mail stay as they are. */
  private static String withoutMentions(String text) {
    return MENTION.matcher(text).replaceAll("@\u200b");
  }

  /** A header is ASCII. */
  private static String encoded(String text) {
    boolean isAscii = text.chars().allMatch(letter -> letter >= ' ' && letter < 127);
    return isAscii
        ? text
        : "=?UTF-8?B?%s?="
            .formatted(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
    return text.substring(0, end) + "…";
  }

  private static String cutBytes(String text, int limit) {
    String kept = text;
    for (int end = text.length(); bytes(kept) > limit; end = shorter(end)) {
      kept = cut(text, end - 1);
    }
    return kept;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static int shorter(int length) {
    return length * 9 / 10;
  }
}
