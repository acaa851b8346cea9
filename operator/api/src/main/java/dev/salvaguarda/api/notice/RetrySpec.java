package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * How long a delivery is tried. No notice is sent more than twenty times: where the schedule would
 * need more until the deadline, its last pause is doubled.
 *
 * @param schedule pauses after the first, second, … attempt; the last one repeats
 * @param deadline after which it is given up, counted from when the notice was made
 */
@ApiObject
public record RetrySpec(
    @JsonPropertyDescription(
            "Pauses after the first, the second and every further attempt; the last one repeats"
                + " until the deadline. No message is tried more than 20 times, so the last pause is"
                + " doubled where it must be. Without it: 1m, 5m, 15m, 1h.")
        @Size(max = 19)
        @ValidationRule(
            value =
                "self.all(p, p.matches('^([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$')"
                    + " && p.matches('[1-9]'))",
            message = "must be pauses such as 30s, 5m or 1h, each greater than zero")
        List<@Size(max = 32) String> schedule,
    @JsonPropertyDescription("How long a delivery is tried, counted from when the notice was made.")
        @Default(RetrySpec.DEFAULT_DEADLINE)
        @DurationText
        String deadline) {

  /** How long a delivery is tried when nothing is said. */
  public static final String DEFAULT_DEADLINE = "24h";

  /** The pauses when nothing is said. */
  public static final List<String> DEFAULT_SCHEDULE = List.of("1m", "5m", "15m", "1h");

  public RetrySpec {
    schedule = schedule == null || schedule.isEmpty() ? DEFAULT_SCHEDULE : List.copyOf(schedule);
    deadline = deadline == null ? DEFAULT_DEADLINE : deadline;
  }

  static RetrySpec usual() {
    return new RetrySpec(DEFAULT_SCHEDULE, DEFAULT_DEADLINE);
  }
}
