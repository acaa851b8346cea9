package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * How much is sent at once.
 *
 * @param perMinute messages in a minute; {@link #DEFAULT_PER_MINUTE} when not given
 * @param minInterval shortest time between the starts of two messages; null means none
 */
@ApiObject
public record RateSpec(
    @JsonPropertyDescription("How many messages are sent in a minute at most.")
        @Default("30")
        @Min(1)
        @Max(600)
        Integer perMinute,
    @JsonPropertyDescription("Shortest time between two messages. Without it, there is none.")
        @DurationText
        @Nullable String minInterval) {

  /** How many messages a minute when nothing is said. */
  public static final int DEFAULT_PER_MINUTE = 30;

  public RateSpec {
    perMinute = perMinute == null ? DEFAULT_PER_MINUTE : perMinute;
  }

  static RateSpec usual() {
    return new RateSpec(DEFAULT_PER_MINUTE, null);
  }
}
