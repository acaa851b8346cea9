package dev.salvaguarda.domain.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What follows from alerts. None of it says anything to anybody outside, or ends an incident. */
public sealed interface AlertDecision {

  /**
   * Open an incident.
   *
   * @param name follows from key and previous incident, so that whoever decides the same at the
   *     same time opens the same
   * @param title the component as people call it
   * @param occurredAt when the first alert began to fire
   * @param previous the newest incident of the same key, which is over; null without one
   * @param signals what monitoring says
   */
  record Open(
      AlertKey key,
      String name,
      String title,
      Instant occurredAt,
      @Nullable String previous,
      Signals signals)
      implements AlertDecision {}

  /** Write down what monitoring says about an incident. */
  record Count(KnownIncident incident, Signals signals) implements AlertDecision {}

  /**
   * Write down what a maintenance window keeps from opening an incident, or has done so.
   *
   * @param held all of it
   */
  record HoldBack(HoldingWindow window, HeldAlerts held) implements AlertDecision {}

  /**
   * Do nothing.
   *
   * @param why a sentence
   */
  record Ignore(String why) implements AlertDecision {}
}
