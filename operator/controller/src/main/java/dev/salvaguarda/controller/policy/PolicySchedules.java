package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.ScheduleSpec;
import dev.salvaguarda.api.policy.VerificationSpec;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.schedule.CronPattern;
import dev.salvaguarda.domain.schedule.CronReading;
import dev.salvaguarda.domain.schedule.Jitter;
import dev.salvaguarda.domain.schedule.KnownSchedule;
import dev.salvaguarda.domain.schedule.MissedRuns;
import dev.salvaguarda.domain.schedule.StartRules;
import dev.salvaguarda.domain.schedule.Timeline;
import dev.salvaguarda.domain.schedule.ZoneNames;
import dev.salvaguarda.domain.schedule.ZonedCadence;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A policy's schedules as far as they could be read, and what could not be. What is valid stays in
 * force beside what is not: a mistyped weekly schedule does not stop the daily one.
 *
 * @param zone UTC if the policy's could not be read; there are no patterns then
 * @param patterns the schedules that could be read, by name, in the policy's order
 */
record PolicySchedules(
    ZoneId zone, Map<String, CronPattern> patterns, StartRules rules, List<Problem> problems) {
  private static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(20);

  /** Under this name the schedule of the tests is known; it stands in the names of its tests. */
  static final String TEST = "test";

  /** Something in the specification that only the operator could find wrong. */
  record Problem(ConditionReason reason, String message) {}

  static PolicySchedules of(BackupPolicySpec spec, String uid) {
    List<Problem> problems = new ArrayList<>();
    Optional<ZoneId> zone = zone(spec.timeZone(), problems);
    Map<String, CronPattern> patterns =
        patterns(spec.schedules(), schedule -> "schedule " + schedule.name(), problems);
    if (zone.isEmpty()) {
      patterns.clear();
    }
    Duration jitter = jitter(spec, patterns, problems);
    StartRules rules =
        new StartRules(
            Jitter.of(uid, jitter),
            duration("startingDeadline", spec.startingDeadline(), problems)
                .orElse(DEFAULT_DEADLINE),
            missedRuns(spec));
    return new PolicySchedules(zone.orElse(ZoneOffset.UTC), patterns, rules, List.copyOf(problems));
  }

  /** When tests are due, in the form of a schedule; empty if the policy asks for none. */
  static List<ScheduleSpec> testSchedule(BackupPolicySpec spec) {
    return Optional.ofNullable(spec.verification()).map(VerificationSpec::schedule).stream()
        .map(schedule -> new ScheduleSpec(TEST, schedule.cron()))
        .toList();
  }

  /** That of the tests, in the zone and by the rules of the runs; its own problems alone. */
  PolicySchedules ofTests(BackupPolicySpec spec) {
    List<Problem> own = new ArrayList<>();
    Map<String, CronPattern> read = patterns(testSchedule(spec), _ -> "verification.schedule", own);
    boolean zoneIsKnown =
        problems.stream()
            .noneMatch(problem -> problem.reason() == ConditionReason.UNKNOWN_TIME_ZONE);
    return new PolicySchedules(zone, zoneIsKnown ? read : Map.of(), rules, List.copyOf(own));
  }

  /** When the first of them comes due; empty if none could be read. */
  Optional<ZonedCadence> cadence() {
    return patterns.values().stream().findFirst().map(pattern -> new ZonedCadence(pattern, zone));
  }

  /** The schedules in the form in which a change of them is noticed. */
  List<KnownSchedule.Wanted> wanted(List<ScheduleSpec> schedules) {
    return schedules.stream()
        .filter(schedule -> patterns.containsKey(schedule.name()))
        .map(schedule ->
            new KnownSchedule.Wanted(
                schedule.name(),
                String.join(" ", schedule.cron().strip().split("\\s+", -1)) + " " + zone))
        .toList();
  }

  Timeline timeline(List<KnownSchedule> known) {
    List<Timeline.Cadence> cadences = new ArrayList<>();
    for (KnownSchedule schedule : known) {
      CronPattern pattern = patterns.get(schedule.name());
      if (pattern != null) {
        cadences.add(new Timeline.Cadence(schedule.name(), pattern, schedule.since()));
      }
    }
    return new Timeline(zone, cadences);
  }

  private static Optional<ZoneId> zone(String name, List<Problem> problems) {
    Optional<ZoneId> zone = ZoneNames.find(name);
    if (zone.isEmpty()) {
      problems.add(
          new Problem(
              ConditionReason.UNKNOWN_TIME_ZONE,
              "timeZone \"%s\" is not in the IANA time zone database; an example is America/Fortaleza."
                  .formatted(name)));
    }
    return zone;
  }

  private static Map<String, CronPattern> patterns(
      List<ScheduleSpec> schedules, Function<ScheduleSpec, String> label, List<Problem> problems) {
    Map<String, CronPattern> patterns = new LinkedHashMap<>();
    for (ScheduleSpec schedule : schedules) {
      switch (CronReading.of(schedule.cron())) {
        case CronReading.Understood(CronPattern pattern) ->
            patterns.putIfAbsent(schedule.name(), pattern);
        case CronReading.Rejected(String message) ->
            problems.add(
                new Problem(
                    ConditionReason.INVALID_SCHEDULE,
                    "%s: %s".formatted(label.apply(schedule), message)));
      }
    }
    return patterns;
  }

  /** A jitter that is too large is cut to what is allowed, so that backups go on. */
  private static Duration jitter(
      BackupPolicySpec spec, Map<String, CronPattern> patterns, List<Problem> problems) {
    if (spec.jitter() == null) {
      return Duration.ZERO;
    }
    Duration jitter = duration("jitter", spec.jitter(), problems).orElse(Duration.ZERO);
    for (Map.Entry<String, CronPattern> schedule : patterns.entrySet()) {
      if (!Jitter.fits(jitter, schedule.getValue())) {
        Duration half = schedule.getValue().shortestInterval().dividedBy(2);
        problems.add(
            new Problem(
                ConditionReason.JITTER_TOO_LARGE,
                "jitter %s must be less than %s, half the shortest interval of schedule %s."
                    .formatted(spec.jitter(), DurationText.of(half), schedule.getKey())));
        jitter = half.minusSeconds(1);
      }
    }
    return jitter;
  }

  private static Optional<Duration> duration(String field, String text, List<Problem> problems) {
    Optional<Duration> duration = DurationText.parse(text).filter(Duration::isPositive);
    if (duration.isEmpty()) {
      problems.add(
          new Problem(
              ConditionReason.INVALID_DURATION,
              "%s \"%s\" is not a duration greater than zero, such as 90s, 30m or 14d."
                  .formatted(field, text)));
    }
    return duration;
  }

  private static MissedRuns missedRuns(BackupPolicySpec spec) {
    return switch (spec.missedRuns()) {
      case RUN_ONCE -> MissedRuns.RUN_ONCE;
      case SKIP -> MissedRuns.SKIP;
    };
  }
}
