package dev.salvaguarda.controller.alert;

import dev.salvaguarda.domain.alert.HeldAlerts;
import dev.salvaguarda.domain.alert.HeldAlerts.Held;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people are told when a maintenance window begins to keep alerts back; pure. */
final class HeldNews {
  private static final int MOST_NAMES = 10;

  private HeldNews() {}

  /** A sentence; empty if nothing was added. */
  static Optional<String> between(HeldAlerts before, HeldAlerts after) {
    List<String> known = names(before);
    List<String> news = names(after).stream().filter(name -> !known.contains(name)).toList();
    return news.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Firing, and opens no incident while the maintenance goes on: %s%s."
                .formatted(
                    news.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")),
                    news.size() > MOST_NAMES
                        ? ", and %d more".formatted(news.size() - MOST_NAMES)
                        : ""));
  }

  private static List<String> names(HeldAlerts held) {
    return held.kept().stream()
        .filter(Held::isWaiting)
        .map(one -> "%s of %s".formatted(one.signal().name(), one.key().component()))
        .distinct()
        .toList();
  }
}
