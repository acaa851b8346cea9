package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.schedule.CronPattern;
import dev.salvaguarda.domain.schedule.CronReading;
import dev.salvaguarda.domain.schedule.ZoneNames;
import dev.salvaguarda.domain.schedule.ZonedCadence;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When passes are due, as far as the specification could be read. A schedule that is new or changed
 * counts from the moment in which it is first seen.
 *
 * @param expression cron and zone, in the form in which a change is noticed; null if there is none
 * @param cadence null if there is none
 * @param since ticks at or before this are none of it
 * @param reason what is wrong with the specification; null if nothing is
 * @param problem the same in a sentence
 */
record MaintenanceSchedule(
    @Nullable String expression,
    @Nullable ZonedCadence cadence,
    Instant since,
    @Nullable ConditionReason reason,
    @Nullable String problem) {

  static MaintenanceSchedule of(PassSubject subject, Instant now) {
    PassSubject.Asked spec = subject.asked();
    if (spec == null) {
      return new MaintenanceSchedule(null, null, now, null, null);
    }
    Optional<ZoneId> zone = ZoneNames.find(spec.timeZone());
    if (zone.isEmpty()) {
      return broken(
          ConditionReason.UNKNOWN_TIME_ZONE,
          "%s: time zone \"%s\" is not in the IANA time zone database; an example is America/Fortaleza."
              .formatted(subject.kind().field(), spec.timeZone()),
          now);
    }
    return switch (CronReading.of(spec.cron())) {
      case CronReading.Rejected(String why) ->
          broken(ConditionReason.INVALID_SCHEDULE, subject.kind().field() + ": " + why, now);
      case CronReading.Understood(CronPattern pattern) -> {
        String expression =
            String.join(" ", spec.cron().strip().split("\\s+", -1)) + " " + zone.get();
        yield new MaintenanceSchedule(
            expression,
            new ZonedCadence(pattern, zone.get()),
            since(subject, expression, now),
            null,
            null);
      }
    };
  }

  private static MaintenanceSchedule broken(ConditionReason reason, String problem, Instant now) {
    return new MaintenanceSchedule(null, null, now, reason, problem);
  }

  private static Instant since(PassSubject subject, String expression, Instant now) {
    MaintenanceStatus known = subject.told();
    Instant since = expression.equals(known.schedule()) ? known.scheduleSince() : null;
    return since == null || since.isAfter(now) ? now : since;
  }
}
