package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.schema.TimeZoneName;
import dev.salvaguarda.api.source.SourceSpec;
import dev.salvaguarda.api.worker.RunTemplate;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy promises.
 *
 * @param suspend whether no run is started by schedule; false when not given
 * @param schedules 1 to 5 cadences of the same source
 * @param timeZone IANA name in which the schedules are read; {@link #DEFAULT_TIME_ZONE} when not
 *     given
 * @param jitter longest delay after the due time, the same for every run; null means none
 * @param startingDeadline delay after which a run counts as missed; {@link
 *     #DEFAULT_STARTING_DEADLINE} when not given
 * @param missedRuns what follows a missed run; {@link MissedRuns#RUN_ONCE} when not given
 * @param source what is copied
 * @param repositories where to: the first is written from the source, the others get copies
 * @param retention which snapshots stay; null means that none is ever removed
 * @param verification how it is proven that the copies restore; null means not at all
 * @param objectives how old the newest copy may become and how long a restore may take; null means
 *     that nothing is promised
 * @param guards limits below which a copy is suspicious; null means none
 * @param notifications who is told of what, {@code notify} in YAML; empty means nobody
 * @param nonConformity for what records of non-conformities are opened; null means for nothing
 * @param hooks what is called before and after the work of each run; null means nothing
 * @param component what is copied, as maintenance windows name it; null belongs to none
 * @param concurrencyGroup runs of one group never overlap; null means the source's host
 * @param runTemplate how pods run; null means as the operator sets them up
 * @param successfulRunsHistoryLimit finished runs kept as objects; {@link
 *     #DEFAULT_SUCCESSFUL_HISTORY} when not given
 * @param failedRunsHistoryLimit the same for runs that did not succeed; {@link
 *     #DEFAULT_FAILED_HISTORY} when not given
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.verification) || !has(self.verification.proxmox) || has(self.source.proxmox)",
    message = "verification.proxmox starts guests, and this source has none")
@ValidationRule(
    value =
        "!has(self.verification) || !has(self.verification.checks)"
            + " || has(self.source.proxmox) || self.verification.checks.all(c, has(c.sql) !="
            + " (has(self.source.files) || has(self.source.command)))",
    message =
        "verification.checks must be sql for databases and fileDigest for files and the output of a"
            + " command: a file can't be asked with sql, and a database holds no files to be"
            + " compared")
@ValidationRule(
    value =
        "!has(self.verification) || !has(self.verification.checks) || !has(self.source.proxmox)"
            + " || self.verification.checks.all(c, has(c.command) || has(c.http))",
    message =
        "verification.checks of guests must be command or http, with verification.proxmox: sql and"
            + " fileDigest name no guest")
@ValidationRule(
    value =
        "!has(self.verification) || !has(self.verification.checks) || !has(self.source.proxmox)"
            + " || self.verification.checks.all(c, (!has(c.command) && !has(c.http))"
            + " || [has(c.command) ? c.command.guest : c.http.guest].all(id,"
            + " (!has(self.source.proxmox.guests.ids) || has(self.source.proxmox.guests.tags)"
            + " || has(self.source.proxmox.guests.pools) || has(self.source.proxmox.guests.names)"
            + " || id in self.source.proxmox.guests.ids)"
            + " && !(has(self.source.proxmox.guests.exclude)"
            + " && id in self.source.proxmox.guests.exclude)))",
    message =
        "verification.checks must ask guests that are copied: those under guests.ids of the source,"
            + " unless tags, pools or names name others, too, and none under guests.exclude")
@ValidationRule(
    value =
        "!has(self.verification) || !has(self.verification.checks)"
            + " || self.verification.checks.all(c, !has(c.sql)"
            + " || (has(self.source.postgresql) && has(self.source.postgresql.databases)"
            + " ? c.sql.database in self.source.postgresql.databases"
            + " : has(self.source.mariadb) && has(self.source.mariadb.databases)"
            + " ? c.sql.database in self.source.mariadb.databases"
            + " : c.sql.database != 'globals'"
            + " && !(has(self.source.postgresql) && has(self.source.postgresql.excludeDatabases)"
            + " && c.sql.database in self.source.postgresql.excludeDatabases)"
            + " && !(has(self.source.mariadb) && has(self.source.mariadb.excludeDatabases)"
            + " && c.sql.database in self.source.mariadb.excludeDatabases)))",
    message =
        "verification.checks must ask databases that are copied: those under databases of the source,"
            + " or, without it, any but those of excludeDatabases. globals is no database, unless"
            + " databases names one of that name")
@ValidationRule(
    value =
        "!has(self.nonConformity) || !has(self.nonConformity.openAfterFailures)"
            + " || !has(self.failedRunsHistoryLimit)"
            + " || self.nonConformity.openAfterFailures <= self.failedRunsHistoryLimit",
    message =
        "nonConformity.openAfterFailures must not be more than failedRunsHistoryLimit: runs that are"
            + " deleted can't be counted")
public record BackupPolicySpec(
    @JsonPropertyDescription(
            "Whether the schedules are switched off, that of the tests included. What is going on"
                + " goes on; a person can still start a run or a test.")
        @Default("false")
        Boolean suspend,
    @JsonPropertyDescription(
            "When runs are due: 1 to 5 cadences of the same source, each with a name that appears in"
                + " the names of its runs.")
        @Required
        @Size(min = 1, max = 5)
        @ListMap("name")
        List<ScheduleSpec> schedules,
    @JsonPropertyDescription(
            "IANA name of the time zone in which the schedules are read, for example"
                + " America/Fortaleza. A local time that a clock change skips is run right after it;"
                + " one that happens twice is run once.")
        @Default(BackupPolicySpec.DEFAULT_TIME_ZONE)
        @TimeZoneName
        String timeZone,
    @JsonPropertyDescription(
            "Longest delay after the due time, so that many policies do not start in the same"
                + " second. Every run of a policy is delayed by the same part of it. Must be less"
                + " than half the shortest time between two runs.")
        @DurationText
        @Nullable String jitter,
    @JsonPropertyDescription(
            "How late a run may start. Later than this it is recorded as Missed, and missedRuns says"
                + " what follows.")
        @Default(BackupPolicySpec.DEFAULT_STARTING_DEADLINE)
        @DurationText
        String startingDeadline,
    @JsonPropertyDescription(
            "What follows when runs were missed, for example because the operator was down. RunOnce:"
                + " one run as soon as possible, however many were missed. Skip: wait for the next"
                + " due time. Missed runs are recorded either way.")
        @Default("RunOnce")
        MissedRuns missedRuns,
    @JsonPropertyDescription(
            "What is copied: exactly one of postgresql, mariadb, files, command and proxmox.")
        @Required
        SourceSpec source,
    @JsonPropertyDescription(
            "The BackupRepositories that hold the copies, in the same namespace: 1 to 3. The first is"
                + " written from the source; each of the others then gets the same snapshots from"
                + " the first, under its own password. A run is Succeeded when all have it.")
        @Required
        @Size(min = 1, max = 3)
        @ListMap("name")
        List<LocalRef> repositories,
    @JsonPropertyDescription(
            "Which snapshots of each target stay when the repository is looked after; without it none"
                + " is ever removed. A snapshot stays that any of the rules keeps. The newest good"
                + " snapshot of a target, the newest that a test restored, those under object lock and"
                + " those of runs on hold always stay.")
        @Nullable RetentionSpec retention,
    @JsonPropertyDescription(
            "How it is proven that the copies restore. Without it nothing is tested, and the"
                + " condition Verified is Unknown.")
        @Nullable VerificationSpec verification,
    @JsonPropertyDescription("What the copies must achieve; the status says whether they do.")
        @Nullable Objectives objectives,
    @JsonPropertyDescription(
            "Limits below which a copy is kept but its run is Degraded, since a dump that is"
                + " suddenly small is usually a broken one.")
        @Nullable GuardsSpec guards,
    @JsonPropertyDescription(
            "Who is told how runs and tests end, at most 10 channels. A channel that does not exist"
                + " keeps no run from being made.")
        @Size(max = 10)
        @ValidationRule(
            value =
                "self.all(n, self.exists_one(other, other.channelRef.name == n.channelRef.name))",
            message = "must not name a channel twice: say all that is told on it in one item")
        @JsonProperty("notify") // a record can't have a component of this name
        List<NotifySpec> notifications,
    @JsonPropertyDescription(
            "For what an Incident of type NonConformity is opened, at most one at a time for each"
                + " cause. The operator sees when the cause is gone; a person closes it, with an"
                + " analysis. Without it, none is opened.")
        @Nullable NonConformitySpec nonConformity,
    @JsonPropertyDescription(
            "What is called before and after the work of each run, for example to put an application"
                + " into maintenance mode. Tests of the copies call nothing.")
        @Nullable HooksSpec hooks,
    @JsonPropertyDescription(
            "What is copied, by the name that MaintenanceWindows of this namespace have for it. One"
                + " with suppress.backups Pause holds the runs of its components. Runs that a person"
                + " creates, and those that exist already, are not held.")
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
            message = "must be lower-case letters, digits and hyphens, for example correio")
        @Nullable String component,
    @JsonPropertyDescription(
            "Runs of policies with the same group in the same namespace never overlap; they queue."
                + " Without it, the host of the source is the group.")
        @Size(max = 63)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$')",
            message =
                "must be letters, digits, dots, hyphens and underscores, beginning and ending with a"
                    + " letter or digit, for example pve01")
        @Nullable String concurrencyGroup,
    @JsonPropertyDescription("How the pods of the runs are set up.")
        @Nullable RunTemplate runTemplate,
    @JsonPropertyDescription(
            "How many runs that succeeded are kept as objects, and how many tests of schedule that"
                + " passed. Older ones are deleted; their snapshots stay.")
        @Default("12")
        @Min(1)
        @Max(200)
        Integer successfulRunsHistoryLimit,
    @JsonPropertyDescription(
            "How many runs that failed, degraded, were cancelled or were missed are kept as"
                + " objects, and how many tests that did not pass.")
        @Default("5")
        @Min(1)
        @Max(200)
        Integer failedRunsHistoryLimit) {

  /** The zone when none is named. */
  public static final String DEFAULT_TIME_ZONE = "Etc/UTC";

  /** How late a run may start when nothing is said. */
  public static final String DEFAULT_STARTING_DEADLINE = "20m";

  /** How many runs that succeeded are kept when nothing is said: a year of monthly tests. */
  public static final int DEFAULT_SUCCESSFUL_HISTORY = 12;

  /** How many others are kept when nothing is said. */
  public static final int DEFAULT_FAILED_HISTORY = 5;

  public BackupPolicySpec {
    suspend = suspend != null && suspend;
    schedules = schedules == null ? List.of() : List.copyOf(schedules);
    timeZone = timeZone == null ? DEFAULT_TIME_ZONE : timeZone;
    startingDeadline = startingDeadline == null ? DEFAULT_STARTING_DEADLINE : startingDeadline;
    missedRuns = missedRuns == null ? MissedRuns.RUN_ONCE : missedRuns;
    repositories = repositories == null ? List.of() : List.copyOf(repositories);
    notifications = notifications == null ? List.of() : List.copyOf(notifications);
    successfulRunsHistoryLimit =
        successfulRunsHistoryLimit == null
            ? DEFAULT_SUCCESSFUL_HISTORY
            : successfulRunsHistoryLimit;
    failedRunsHistoryLimit =
        failedRunsHistoryLimit == null ? DEFAULT_FAILED_HISTORY : failedRunsHistoryLimit;
  }
}
