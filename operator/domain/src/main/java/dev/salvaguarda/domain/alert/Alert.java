package dev.salvaguarda.domain.alert;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a monitoring system says of one thing that it watches.
 *
 * @param id by which monitoring knows it, such as Alertmanager's fingerprint; follows from the
 *     labels alone
 * @param labels by their names
 * @param summary what people read; empty if there is nothing
 * @param since when it began to fire this time
 * @param until when it was resolved; null while it is firing
 */
public record Alert(
    String id, Map<String, String> labels, String summary, Instant since, @Nullable Instant until) {
  /** The label that names the rule. */
  static final String NAME = "alertname";

  public Alert {
    labels = Map.copyOf(labels);
  }

  /** The value of a label; empty if there is none. */
  String label(String name) {
    return labels.getOrDefault(name, "").strip();
  }
}
