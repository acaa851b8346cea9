package dev.salvaguarda.api.window;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.PersonName;
import dev.salvaguarda.api.schema.ToldText;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;

/** What maintenance windows are made of beside decisions that say no more than by whom and when. */
public final class WindowParts {
  private WindowParts() {}

  /**
   * Who asked for it.
   *
   * @param by who
   * @param via how it was asked for
   * @param at when
   */
  @ApiObject
  public record RequestedSpec(
      @JsonPropertyDescription("Who asked for it.") @Required @Size(min = 1, max = 253) @ToldText
          String by,
      @JsonPropertyDescription("How, for example E-mail or Phone.")
          @Required
          @Size(min = 1, max = 63)
          @ToldText
          String via,
      @JsonPropertyDescription("When.") @Required Instant at) {}

  /** What becomes of backups meanwhile. */
  public enum Backups {
    /** They run as always. */
    @JsonProperty("Continue")
    CONTINUE,
    /** None is started. */
    @JsonProperty("Pause")
    PAUSE
  }

  /** What becomes of alerts meanwhile. */
  public enum Incidents {
    /** They open incidents as always. */
    @JsonProperty("Continue")
    CONTINUE,
    /** They open none; those that still fire afterwards do. */
    @JsonProperty("Pause")
    PAUSE
  }

  /**
   * What the work keeps from happening.
   *
   * @param incidents what becomes of alerts about the components; {@link Incidents#PAUSE} when not
   *     given
   * @param backups what becomes of backups of the components; {@link Backups#CONTINUE} when not
   *     given
   * @param grace how long after the end, while nobody has said that the work is done, and of
   *     incidents after that was said; {@link #DEFAULT_GRACE} when not given
   */
  @ApiObject
  public record SuppressSpec(
      @JsonPropertyDescription(
              "What becomes of alerts about the components while it lasts. Pause: they open no"
                  + " incident; those that still fire once it is over do. Continue: they open"
                  + " incidents as always.")
          @Default("Pause")
          Incidents incidents,
      @JsonPropertyDescription(
              "What becomes of backups while it lasts. Continue: they run as always. Pause: of"
                  + " policies whose component the window names, no run of a schedule is started;"
                  + " what was not run is recorded and caught up once it is over, as their"
                  + " missedRuns says.")
          @Default("Continue")
          Backups backups,
      @JsonPropertyDescription(
              "How long after its end that goes on while nobody has said that the work is done; of"
                  + " incidents also how long after that was said.")
          @Default(SuppressSpec.DEFAULT_GRACE)
          @DurationText
          String grace) {

    /** How long it goes on after the end when nothing is said. */
    public static final String DEFAULT_GRACE = "15m";

    public SuppressSpec {
      incidents = incidents == null ? Incidents.PAUSE : incidents;
      backups = backups == null ? Backups.CONTINUE : backups;
      grace = grace == null ? DEFAULT_GRACE : grace;
    }

    static SuppressSpec usual() {
      return new SuppressSpec(Incidents.PAUSE, Backups.CONTINUE, DEFAULT_GRACE);
    }
  }

  /**
   * Other times for an announced window.
   *
   * @param start when it is to begin now
   * @param end when it is to be over now
   * @param by the person, as the API server knows them
   * @param at when they decided, as they say it themselves; by it a move is known among the others
   */
  @ApiObject
  @ValidationRule(
      value = "self.end > self.start",
      message = "end of a move must be after its start")
  @ValidationRule(
      value = "self == oldSelf",
      message = "a move is written once: it can't be changed. Add another one")
  public record MoveSpec(
      @JsonPropertyDescription("When it is to begin now.") @Required Instant start,
      @JsonPropertyDescription("When it is to be over now.") @Required Instant end,
      @JsonPropertyDescription(
              "Who decides: the name under which they are known to the API server.")
          @Required
          @PersonName
          String by,
      @JsonPropertyDescription("When that was decided.") @Required Instant at) {}

  /**
   * That it does not take place.
   *
   * @param by the person, as the API server knows them
   * @param at when, as they say it themselves
   * @param reason why, as it is told
   */
  @ApiObject
  public record CancelledSpec(
      @JsonPropertyDescription(
              "Who decides: the name under which they are known to the API server.")
          @Required
          @PersonName
          String by,
      @JsonPropertyDescription("When.") @Required Instant at,
      @JsonPropertyDescription("Why, as it is told, for example the supplier has no spare part.")
          @Required
          @Size(min = 1, max = 500)
          @ToldText
          String reason) {}
}
