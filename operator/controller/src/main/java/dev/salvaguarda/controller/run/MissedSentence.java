package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.TriggerSpec.MissedSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run says that only records due times without a run. */
final class MissedSentence {
  private MissedSentence() {}

  /**
   * The sentence, with times as the policy's schedules count them.
   *
   * @param policy null if it is gone; the times are in UTC then
   */
  static String of(MissedSpec missed, @Nullable BackupPolicy policy) {
    ZoneId zone = policy == null ? ZoneOffset.UTC : zone(policy.getSpec().timeZone());
    String why = Objects.requireNonNullElse(missed.why(), "not started in time");
    return missed.count() == 1
        ? "A run was due at %s; it was %s.".formatted(local(missed.last(), zone), why)
        : "%d runs were due from %s to %s; they were %s."
            .formatted(
                missed.count(), local(missed.first(), zone), local(missed.last(), zone), why);
  }

  /** A policy whose zone nobody knows says so itself. */
  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      return ZoneOffset.UTC;
    }
  }

  private static String local(Instant due, ZoneId zone) {
    return due.atZone(zone).toOffsetDateTime().toString();
  }
}
