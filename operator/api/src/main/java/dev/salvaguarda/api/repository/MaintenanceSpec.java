package dev.salvaguarda.api.repository;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.CronText;
import dev.salvaguarda.api.schema.TimeZoneName;
import dev.salvaguarda.api.worker.RunTemplate;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * When and how a repository is looked after.
 *
 * @param cron exactly five fields
 * @param timeZone IANA name in which they are read; {@link #DEFAULT_TIME_ZONE} when not given
 * @param runTemplate how the pod is set up; null means as the operator sets it up
 */
@ApiObject
public record MaintenanceSpec(
    @JsonPropertyDescription(
            "When a pass is due, in five fields: minute, hour, day of the month, month, day of the"
                + " week (0 or 7 is Sunday). For example \"30 3 * * 0\" is every Sunday at 03:30.")
        @Required
        @CronText
        String cron,
    @JsonPropertyDescription(
            "IANA name of the time zone in which cron is read, for example America/Fortaleza.")
        @Default(MaintenanceSpec.DEFAULT_TIME_ZONE)
        @TimeZoneName
        String timeZone,
    @JsonPropertyDescription(
            "How the pod is set up, as in a BackupPolicy. Pruning holds the whole index in memory: a"
                + " repository with many millions of pieces needs more than 512Mi. Its activeDeadline"
                + " is for all attempts of a pass together.")
        @Nullable RunTemplate runTemplate) {

  /** The zone of cron when nothing is said. */
  public static final String DEFAULT_TIME_ZONE = "Etc/UTC";

  public MaintenanceSpec {
    timeZone = timeZone == null ? DEFAULT_TIME_ZONE : timeZone;
  }
}
