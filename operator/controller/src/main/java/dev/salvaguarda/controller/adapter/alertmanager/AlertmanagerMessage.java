package dev.salvaguarda.controller.adapter.alertmanager;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.controller.port.AlertReader;
import dev.salvaguarda.domain.alert.Alert;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of Alertmanager's webhook, version 4. Alerts are handed on one by one, so that of
 * a large message no more is in memory than its bytes.
 */
public final class AlertmanagerMessage implements AlertReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "4";
  private static final int MOST_ALERTS = 10_000;
  private static final Pattern FINGERPRINT = Pattern.compile("[\\w-]{1,64}");

  /** An alert as it stands there; what is left out is null. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Item(
      @Nullable String status,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> annotations,
      @Nullable String startsAt,
      @Nullable String endsAt,
      @Nullable String fingerprint) {}

  @Override
  public void read(InputStream body, Consumer<Alert> each) throws UnreadableException {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableException("It is no JSON object.");
      }
      fields(parser, each);
    } catch (JacksonException e) {
      // Its text may quote what was sent.
      throw new UnreadableException(
          "It is no JSON of Alertmanager's: look at line %d, column %d."
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fields(JsonParser parser, Consumer<Alert> each)
      throws IOException, UnreadableException {
    String version = "";
    boolean hasAlerts = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("version")) {
        version = Objects.requireNonNullElse(parser.getValueAsString(), "");
        parser.skipChildren();
      } else if (field.equals("alerts") && value == JsonToken.START_ARRAY) {
        alerts(parser, each);
        hasAlerts = true;
      } else {
        parser.skipChildren();
      }
    }
    if (!version.equals(VERSION) || !hasAlerts) {
      throw new UnreadableException(
          "It must be what a webhook of Alertmanager sends, with version \"4\" and alerts.");
    }
  }

  private static void alerts(JsonParser parser, Consumer<Alert> each)
      throws IOException, UnreadableException {
    int number = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      number++;
      if (number > MOST_ALERTS) {
        throw new UnreadableException(
            "It has more than %d alerts: let group_by make more groups.".formatted(MOST_ALERTS));
      }
      Item item = parser.readValueAs(Item.class);
      if (item == null) {
        throw broken(number, "is none");
      }
      each.accept(alert(item, number));
    }
  }

  private static Alert alert(Item item, int number) throws UnreadableException {
    boolean isFiring = "firing".equals(item.status());
    if (!isFiring && !"resolved".equals(item.status())) {
      throw broken(number, "is neither firing nor resolved");
    }
    String id = Objects.requireNonNullElse(item.fingerprint(), "");
    if (!FINGERPRINT.matcher(id).matches()) {
      throw broken(number, "has no fingerprint");
    }
    return new Alert(
        id,
        withoutNulls(item.labels()),
        summary(withoutNulls(item.annotations())),
        time(item.startsAt(), number, "startsAt"),
        isFiring ? null : time(item.endsAt(), number, "endsAt"));
  }

  private static Instant time(@Nullable String text, int number, String field)
      throws UnreadableException {
    try {
      return OffsetDateTime.parse(Objects.requireNonNullElse(text, ""))
          .toInstant()
          .truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeParseException _) {
      throw broken(number, "has no " + field);
    }
  }

  private static Map<String, String> withoutNulls(@Nullable Map<String, String> given) {
    Map<String, String> all = given == null ? Map.of() : given;
    all.values().removeIf(Objects::isNull);
    return all;
  }

  private static String summary(Map<String, String> annotations) {
    return annotations.getOrDefault("summary", annotations.getOrDefault("description", ""));
  }

  private static UnreadableException broken(int number, String how) {
    return new UnreadableException("Alert %d %s.".formatted(number, how));
  }
}
