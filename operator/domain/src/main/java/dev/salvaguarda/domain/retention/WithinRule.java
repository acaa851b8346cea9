package dev.salvaguarda.domain.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** The rule that keeps everything younger than a span before the newest snapshot of a target. */
final class WithinRule {
  private final CalendarSpan span;
  private final Instant begin;
  private final RuleFinding kept;
  private final RuleFinding notKept;

  WithinRule(CalendarSpan span, Instant newest, ZoneId zone) {
    this.span = span;
    this.begin = span.before(newest, zone);
    this.kept = finding(true, "less than ");
    this.notKept = finding(false, "not less than ");
  }

  /** What it says of a snapshot; empty if there is no such rule. */
  Optional<RuleFinding> judge(Instant time) {
    return span.spansNothing()
        ? Optional.empty()
        : Optional.of(time.isAfter(begin) ? kept : notKept);
  }

  private RuleFinding finding(boolean isKept, String how) {
    return new RuleFinding(
        isKept, new Reason(Cause.WITHIN, how + span.text() + " before the newest copy"));
  }
}
