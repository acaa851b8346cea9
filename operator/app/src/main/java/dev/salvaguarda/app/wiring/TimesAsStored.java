package dev.salvaguarda.app.wiring;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads every time that the API server can have stored, as it was meant: also with an offset that
 * there is not, with more digits than Java counts, or with small letters. One that can't be read
 * keeps an informer from seeing any object of its kind, and objects outlive the rules that refuse
 * such times today.
 */
@Singleton
public final class TimesAsStored implements KubernetesClientObjectMapperCustomizer {
  /** What the format {@code date-time} takes; behind an offset it looks at nothing any more. */
  private static final Pattern STORED =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[Tt](\\d{2}:\\d{2}:\\d{2})(?:.(\\d{1,9})\\d*)?"
              + "(?:[Zz]|([+-])(\\d{2}):(\\d{2}))(?:[Tt].*)?",
          Pattern.DOTALL);

  @JsonDeserialize(using = Reader.class)
  private interface ReadAsStored {}

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(Instant.class, ReadAsStored.class);
  }

  static Instant read(String text) {
    Matcher parts = STORED.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException("not a time: " + text);
    }
    String fraction = parts.group(3) == null ? "" : "." + parts.group(3);
    Instant local =
        LocalDateTime.parse(parts.group(1) + "T" + parts.group(2) + fraction)
            .toInstant(ZoneOffset.UTC);
    if (parts.group(4) == null) {
      return local;
    }
    long minutes = Integer.parseInt(parts.group(5)) * 60L + Integer.parseInt(parts.group(6));
    return local.minusSeconds(60 * ("-".equals(parts.group(4)) ? -minutes : minutes));
  }

  private static final class Reader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    Reader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getText();
      try {
        return read(text);
      } catch (DateTimeException _) {
        return (Instant) context.handleWeirdStringValue(Instant.class, text, "not a time");
      }
    }
  }
}
