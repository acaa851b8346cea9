package dev.salvaguarda.repository.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.IOException;
import java.util.Optional;

/** JSON as restic writes it: RFC 3339 times, absent instead of null, unknown fields ignored. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private Json() {}

  /** The JSON form of a value. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
    }
  }

  /**
   * Reads a value.
   *
   * @param what names the object in the message, such as {@code snapshot 5f…}
   * @throws RepositoryException {@code CORRUPT} if this is not its JSON form
   */
  public static <T> T read(byte[] json, Class<T> type, String what) {
    try {
      return Optional.ofNullable(MAPPER.readValue(json, type))
          .orElseThrow(() -> new RepositoryException(Reason.CORRUPT, "The " + what + " is empty."));
    } catch (IOException e) {
      throw new RepositoryException(
          Reason.CORRUPT, "The " + what + " is not the JSON that it should be.", e);
    }
  }

  /** For streaming what is too large to hold as objects. */
  public static JsonFactory factory() {
    return MAPPER.getFactory();
  }
}
