package dev.salvaguarda.domain.retention;

import static dev.salvaguarda.domain.retention.Histories.FORTALEZA;
import static dev.salvaguarda.domain.retention.Histories.NONE;
import static dev.salvaguarda.domain.retention.Histories.NOW;
import static dev.salvaguarda.domain.retention.Histories.daily;
import static dev.salvaguarda.domain.retention.Histories.unlimited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GuideCalendarTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "guide", "retention.md");

  @Test
  void theCalendarOfTheGuideIsWhatTheRulesKeep() throws IOException {
    int nights =
        (int) ChronoUnit.DAYS.between(LocalDate.of(2026, 8, 1), LocalDate.of(2026, 11, 26));
    RetentionRules rules = new RetentionRules(0, 0, 7, 4, 3, 0, NONE);
    List<String> kept =
        RetentionDecision.decide(unlimited(rules, FORTALEZA), daily(nights), NOW)
            .of(Fate.KEPT)
            .stream()
            .map(GuideCalendarTest::row)
            .toList();

    List<String> shown =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| 2026-")).toList();

    assertThat(shown).isEqualTo(kept);
  }

  private static String row(JudgedSnapshot kept) {
    LocalDate day = LocalDate.ofInstant(kept.snapshot().time(), FORTALEZA);
    String rules =
        kept.reasons().stream()
            .filter(reason -> reason.cause() != Cause.NEWEST_GOOD)
            .map(reason ->
                "%s (%s)"
                    .formatted(
                        reason.cause().key().substring(4).toLowerCase(Locale.ROOT),
                        reason.text().replaceFirst(".*\\((\\d+) of \\d+\\)", "$1")))
            .collect(Collectors.joining(", "));
    return "| %s %s | %s |"
        .formatted(day, day.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT), rules);
  }
}
