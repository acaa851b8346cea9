package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * People who tell messages by hand, where no program may.
 *
 * @param place where they tell it, in words for people
 * @param via the channel on which they are asked to
 * @param remindEvery pause between two requests; {@link #DEFAULT_REMIND_EVERY} when not given
 * @param reminders how many follow the first request, 0 to 12; {@link #DEFAULT_REMINDERS} when not
 *     given
 */
@ApiObject
public record ManualSpec(
    @JsonPropertyDescription(
            "Where the messages are to be told, in words for those who do it, for example: WhatsApp"
                + " group of the agencies.")
        @Required
        @Size(min = 1, max = 100)
        @ValidationRule(value = "!self.matches('\\\\p{Cc}')", message = "must be one line of text")
        String place,
    @JsonPropertyDescription(
            "NotificationChannel of the same namespace on which those people are asked: it gets the"
                + " text, ready to be pasted, and the command that records that it was told. It must"
                + " not be a manual channel itself.")
        @Required
        LocalRef via,
    @JsonPropertyDescription(
            "Time between two requests, while nobody has recorded that it was told. At least 1m.")
        @Default(ManualSpec.DEFAULT_REMIND_EVERY)
        @DurationText
        @ValidationRule(
            value = "!self.matches('^(0+[dhm])*[0-9]{1,2}s$')",
            message = "must be at least 1m, in days, hours and minutes")
        String remindEvery,
    @JsonPropertyDescription("How many requests follow the first one.")
        @Default("5")
        @Min(0)
        @Max(12)
        Integer reminders)
    implements ChannelKind {

  /** The pause between two requests when nothing is said. */
  public static final String DEFAULT_REMIND_EVERY = "1h";

  /** How many requests follow the first when nothing is said. */
  public static final int DEFAULT_REMINDERS = 5;

  public ManualSpec {
    remindEvery = remindEvery == null ? DEFAULT_REMIND_EVERY : remindEvery;
    reminders = reminders == null ? DEFAULT_REMINDERS : reminders;
  }

  @Override
  public String shown() {
    return "manual " + place;
  }

  /** That of the slowest channel on which they could be asked. */
  @Override
  public String longestAttempt() {
    return "10m";
  }
}
