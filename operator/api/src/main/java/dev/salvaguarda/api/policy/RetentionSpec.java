package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots of each target are kept, with restic's meaning; a snapshot stays that any of the
 * rules keeps. Periods begin in the policy's time zone. In each number null and 0 mean that the
 * rule keeps none, and -1 that it keeps all.
 *
 * @param keepLast newest snapshots
 * @param keepHourly hours of which the newest snapshot is kept
 * @param keepDaily days of which it is
 * @param keepWeekly ISO weeks of which it is
 * @param keepMonthly months of which it is
 * @param keepYearly years of which it is
 * @param keepWithin span before the newest snapshot in which all are kept; null means none
 */
@ApiObject
@ValidationRule(
    value =
        "has(self.keepWithin) || (has(self.keepLast) && self.keepLast != 0)"
            + " || (has(self.keepHourly) && self.keepHourly != 0)"
            + " || (has(self.keepDaily) && self.keepDaily != 0)"
            + " || (has(self.keepWeekly) && self.keepWeekly != 0)"
            + " || (has(self.keepMonthly) && self.keepMonthly != 0)"
            + " || (has(self.keepYearly) && self.keepYearly != 0)",
    message =
        "must keep something: set at least one of keepLast, keepHourly, keepDaily, keepWeekly,"
            + " keepMonthly, keepYearly and keepWithin, or leave retention out to keep everything")
public record RetentionSpec(
    @JsonPropertyDescription("How many of the newest snapshots are kept; -1 keeps all.")
        @Min(-1)
        @Max(RetentionSpec.MOST)
        @Nullable Integer keepLast,
    @JsonPropertyDescription(
            "For how many hours that have a snapshot the newest one is kept; -1 means every hour.")
        @Min(-1)
        @Max(RetentionSpec.MOST)
        @Nullable Integer keepHourly,
    @JsonPropertyDescription(
            "For how many days that have a snapshot the newest one is kept; -1 means every day.")
        @Min(-1)
        @Max(RetentionSpec.MOST)
        @Nullable Integer keepDaily,
    @JsonPropertyDescription(
            "For how many ISO weeks, Monday to Sunday, that have a snapshot the newest one is kept;"
                + " -1 means every week.")
        @Min(-1)
        @Max(RetentionSpec.MOST)
        @Nullable Integer keepWeekly,
    @JsonPropertyDescription(
            "For how many months that have a snapshot the newest one is kept; -1 means every month.")
        @Min(-1)
        @Max(RetentionSpec.MOST)
        @Nullable Integer keepMonthly,
    @JsonPropertyDescription(
            "For how many years that have a snapshot the newest one is kept; -1 means every year.")
        @Min(-1)
        @Max(RetentionSpec.MOST)
        @Nullable Integer keepYearly,
    @JsonPropertyDescription(
            "Every snapshot is kept that is less than this older than the newest one, for example"
                + " 14d or 1y6m. Written as restic writes it: y, m, d and h, where m means months.")
        @Size(max = 32)
        @ValidationRule(
            value =
                "self.matches('^([0-9]{1,3}y)?([0-9]{1,4}m)?([0-9]{1,5}d)?([0-9]{1,6}h)?$')"
                    + " && self.matches('[1-9]')",
            message =
                "must be a span greater than zero: whole numbers with the units y (years), m"
                    + " (months), d (days) and h (hours), largest first, for example 14d, 36h or"
                    + " 1y6m")
        @Nullable String keepWithin) {

  /** As many as nobody has. */
  public static final long MOST = 100_000;
}
