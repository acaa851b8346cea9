package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.CronText;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * One cadence of a policy.
 *
 * @param name unique in the policy
 * @param cron exactly five fields
 */
@ApiObject
public record ScheduleSpec(
    @JsonPropertyDescription(
            "Name of the cadence, unique in the policy, for example daily. It appears in the names"
                + " of its runs.")
        @Required
        @Size(max = 20)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message =
                "must be lower-case letters, digits and hyphens, beginning and ending with a letter"
                    + " or digit, for example daily")
        String name,
    @JsonPropertyDescription(
            "When a run is due, in five fields: minute, hour, day of the month, month, day of the"
                + " week (0 or 7 is Sunday). For example \"0 22 * * *\" is every day at 22:00 and"
                + " \"30 3 * * 0\" every Sunday at 03:30, in the policy's time zone.")
        @Required
        @CronText
        String cron) {}
