package dev.salvaguarda.domain.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert without its labels: what stays of it in an incident.
 *
 * @param id of the alert
 * @param name of its rule
 * @param summary what people read; empty if there is nothing
 * @param since when it began to fire this time
 * @param until when it was resolved; null while it is firing
 */
public record Sighting(
    String id, String name, String summary, Instant since, @Nullable Instant until) {

  boolean isFiring() {
    return until == null;
  }
}
