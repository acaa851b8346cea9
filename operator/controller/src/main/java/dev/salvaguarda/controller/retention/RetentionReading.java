package dev.salvaguarda.controller.retention;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.RetentionSpec;
import dev.salvaguarda.domain.retention.CalendarSpan;
import dev.salvaguarda.domain.retention.RetentionRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A policy's wishes as values. */
public final class RetentionReading {
  private RetentionReading() {}

  /** The rules; empty if there are none, or if they can't be understood or keep nothing. */
  public static Optional<RetentionRules> rules(@Nullable RetentionSpec spec) {
    if (spec == null) {
      return Optional.empty();
    }
    Optional<CalendarSpan> within =
        spec.keepWithin() == null
            ? Optional.of(CalendarSpan.NONE)
            : CalendarSpan.parse(spec.keepWithin());
    try {
      return within.map(span ->
          new RetentionRules(
              number(spec.keepLast()),
              number(spec.keepHourly()),
              number(spec.keepDaily()),
              number(spec.keepWeekly()),
              number(spec.keepMonthly()),
              number(spec.keepYearly()),
              span));
    } catch (IllegalArgumentException _) {
      // The API server lets no such thing pass; if one got here, nothing is removed for it.
      return Optional.empty();
    }
  }

  /** The rules to which a person said yes, as {@link RetentionRules#text} writes them; else "". */
  public static String confirmed(BackupPolicy policy) {
    var annotations = policy.getMetadata().getAnnotations();
    return annotations == null
        ? ""
        : annotations.getOrDefault(ApiGroup.CONFIRM_RETENTION_ANNOTATION, "").replace(" ", "");
  }

  private static int number(@Nullable Integer written) {
    return written == null ? 0 : written;
  }
}
