package dev.salvaguarda.controller.adapter.http.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.controller.delivery.WebhookLogin.Format;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the programs that play one say what became of a message; pure. */
final class Telephone {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_AS_EXPECTED = 422;

  private Telephone() {}

  /**
   * As each of them, or an engine of it, names a message that it took; empty if it does not. Beside
   * the name there may be chats and people, which are telephone numbers: they are left out.
   */
  static Optional<String> posted(Format format, JsonNode body) {
    boolean isWpp = format == Format.WPP_CONNECT;
    if (isWpp && !body.path("status").asText().equals("success")) {
      return Optional.empty();
    }
    JsonNode id = isWpp ? body.path("response").path(0).path("id") : body.path("id");
    return Stream.of(id, id.path("_serialized"), body.path("key").path("id"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst()
        .map(Telephone::withoutPeople);
  }

  /** Such as {@code true_<chat>@g.us_<name>_<who wrote it>@c.us}. */
  private static String withoutPeople(String id) {
    return id.indexOf('@') < 0
        ? id
        : Arrays.stream(id.split("_", -1))
            .filter(part -> part.indexOf('@') < 0 && !part.equals("true") && !part.equals("false"))
            .collect(Collectors.joining("_"));
  }

  /** Whether it says that it has none now: that passes once a person has looked at it. */
  static boolean isAway(Format format, int status, JsonNode body) {
    return switch (format) {
      case WAHA -> status == NOT_AS_EXPECTED;
      case EVOLUTION -> status == BAD_REQUEST && body.toString().contains("Connection Closed");
      case WPP_CONNECT -> body.path("status").asText().equals("Disconnected");
      case CLOUD_EVENTS,
          ALERTMANAGER,
          SLACK,
          TEAMS,
          TELEGRAM,
          MATTERMOST,
          NTFY,
          TEXT,
          WHATSAPP_CLOUD ->
          false;
    };
  }
}
