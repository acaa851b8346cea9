package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What monitoring says about an incident.
 *
 * @param signals its alerts; at most 50, those that are resolved make room for others
 * @param incomplete true if more fired at a time than are kept; null if not
 */
@ApiObject
public record MonitoringStatus(
    @JsonPropertyDescription(
            "Alerts that were counted here. Resolved ones make room for others where there are too"
                + " many.")
        @Size(max = 50)
        @ListMap("id")
        List<SignalStatus> signals,
    @JsonPropertyDescription("That more alerts fired at a time than are kept.")
        @Nullable Boolean incomplete) {
  public MonitoringStatus {
    signals = signals == null ? List.of() : List.copyOf(signals);
  }

  /**
   * An alert.
   *
   * @param id by which monitoring knows it
   * @param name of its rule
   * @param summary what people read; null if there is nothing
   * @param active whether it is firing
   * @param since when it began to fire the last time
   * @param times how often it began to fire
   * @param lastSeen when monitoring spoke of it last, about
   */
  @ApiObject
  public record SignalStatus(
      @JsonPropertyDescription("By which monitoring knows it, such as the fingerprint.")
          @Required
          @Size(min = 1, max = 64)
          String id,
      @JsonPropertyDescription("Name of the rule.") @Required @Size(min = 1, max = 128) String name,
      @JsonPropertyDescription("Its summary.") @Size(max = 256) @Nullable String summary,
      @JsonPropertyDescription("Whether it is firing.") @Required Boolean active,
      @JsonPropertyDescription("When it began to fire the last time.") @Required Instant since,
      @JsonPropertyDescription("How often it began to fire.") @Required Integer times,
      @JsonPropertyDescription("When monitoring spoke of it last, about.") @Required
          Instant lastSeen) {}
}
