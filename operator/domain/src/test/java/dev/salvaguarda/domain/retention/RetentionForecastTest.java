package dev.salvaguarda.domain.retention;

import static dev.salvaguarda.domain.retention.Histories.FORTALEZA;
import static dev.salvaguarda.domain.retention.Histories.NOW;
import static dev.salvaguarda.domain.retention.Histories.daily;
import static dev.salvaguarda.domain.retention.Histories.good;
import static dev.salvaguarda.domain.retention.Histories.ids;
import static dev.salvaguarda.domain.retention.Histories.keepDaily;
import static dev.salvaguarda.domain.retention.Histories.keepLast;
import static dev.salvaguarda.domain.retention.Histories.limited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said in advance of the next pass. */
class RetentionForecastTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final RemovalLimit LAST_LEFT = new RemovalLimit(7, null, false);

  @Test
  void theCopyThatIsDueTakesItsPlaceAndTheOldestGoes() {
    RetentionForecast forecast = forecast(daily(7), next(1, "0 22 * * *"));

    assertThat(forecast.expected()).hasSize(1);
    assertThat(going(forecast)).containsExactly("2026-11-19");
    assertThat(forecast.decision().snapshots()).hasSize(8);
  }

  @Test
  void withoutACopyThatIsDueNothingGoes() {
    RetentionForecast forecast = forecast(daily(7), next(1));

    assertThat(forecast.expected()).isEmpty();
    assertThat(going(forecast)).isEmpty();
  }

  @Test
  void copiesThatComeAndGoUntilThenAreCountedAndNotNamed() {
    RetentionForecast forecast = forecast(daily(7), next(1, "0 * * * *"));

    assertThat(forecast.expected()).hasSize(23);
    assertThat(forecast.decision().of(Fate.REMOVED)).hasSize(23);
    assertThat(going(forecast)).containsExactly("2026-11-20", "2026-11-19");
  }

  @Test
  void aCopyThatWasMadeSinceThePassDecidedIsNotExpectedOnceMore() {
    List<SnapshotFact> left = new ArrayList<>(daily(7));
    left.add(good("payroll", "made", Instant.parse("2026-11-27T01:00:07Z")));

    assertThat(forecast(left, next(1, "0 22 * * *")).expected()).isEmpty();
  }

  @Test
  void aTargetThatTheNewestRunsDidNotCopyIsNotExpected() {
    List<SnapshotFact> left = new ArrayList<>(daily(7));
    left.add(good("dropped", "dropped", Instant.parse("2026-11-20T01:00:00Z")));

    RetentionForecast forecast = forecast(left, next(1, "0 22 * * *"));

    assertThat(forecast.expected()).hasSize(1);
    assertThat(ids(forecast.decision(), Fate.KEPT)).contains("dropped");
  }

  @Test
  void aCopyIsExpectedToBeAsGoodAsTheLastOne() {
    List<SnapshotFact> left =
        List.of(
            Histories.copy(Quality.SHORT, "db", "2026-11-26T01:00:00Z"),
            Histories.copy(Quality.GOOD, "db", "2026-11-25T01:00:00Z"));

    RetentionForecast forecast =
        forecast(limited(keepLast(1), LAST_LEFT), left, null, next(1, "0 22 * * *"));

    assertThat(going(forecast)).containsExactly("2026-11-26T01:00:00Z");
    RetentionTerms damaged =
        new RetentionTerms(
            keepLast(1),
            FORTALEZA,
            new Floors(Set.of(), Set.of(), Map.of(), Set.of("2026-11-26T01:00:00Z")),
            LAST_LEFT);
    assertThat(going(forecast(damaged, left, null, next(1, "0 22 * * *"))))
        .as("the next copy is not damaged because the last one is")
        .containsExactly("2026-11-25T01:00:00Z");
  }

  @Test
  void whatIsHeldAndWhatWasTheNewestGoodRunUntilThenMayGo() {
    List<SnapshotFact> left = daily(7);
    Floors floors =
        new Floors(Set.of("uid-of-2026-11-19"), Set.of(), Map.of("2026-11-20", "a hold"), Set.of());
    RetentionTerms terms = new RetentionTerms(keepLast(1), FORTALEZA, floors, LAST_LEFT);
    RetentionTerms lifted =
        new RetentionTerms(keepLast(1), FORTALEZA, floors, new RemovalLimit(null, null, true));
    NextPass next =
        new NextPass(
            NOW.plus(DAY),
            List.of("0 22 * * *"),
            Duration.ZERO,
            Set.of("2026-11-20"),
            Set.of("uid-of-2026-11-19"));

    assertThat(going(forecast(lifted, left, null, next))).hasSize(7);
    assertThat(going(forecast(lifted, left, null, next(1, "0 22 * * *"))))
        .doesNotContain("2026-11-20", "2026-11-19");
    assertThat(going(forecast(terms, left, null, next))).isEmpty();
  }

  @Test
  void whatIsAnnouncedByThenGoesInParts() {
    RetentionTerms terms = limited(keepDaily(3), new RemovalLimit(365, null, false));
    RetentionDecision pass = RetentionDecision.decide(terms, daily(365), NOW);

    RetentionForecast tomorrow =
        forecast(terms, daily(365), pass.announcement(), next(1, "0 22 * * *"));
    RetentionForecast tonight =
        RetentionForecast.of(
                terms,
                daily(365),
                pass.announcement(),
                NOW,
                new NextPass(
                    NOW.plus(Duration.ofHours(12)), List.of(), Duration.ZERO, Set.of(), Set.of()))
            .orElseThrow();

    assertThat(tomorrow.decision().of(Fate.REMOVED)).hasSize(110);
    assertThat(tonight.decision().of(Fate.REMOVED)).isEmpty();
  }

  @Test
  void moreCopiesThanCanBeCountedAreNotGuessed() {
    assertThat(
            RetentionForecast.of(
                limited(keepDaily(7), LAST_LEFT), daily(7), null, NOW, next(30, "* * * * *")))
        .isEmpty();
  }

  private static RetentionForecast forecast(List<SnapshotFact> left, NextPass next) {
    return forecast(limited(keepDaily(7), LAST_LEFT), left, null, next);
  }

  private static RetentionForecast forecast(
      RetentionTerms terms, List<SnapshotFact> left, @Nullable Announcement told, NextPass next) {
    Optional<RetentionForecast> forecast = RetentionForecast.of(terms, left, told, NOW, next);
    assertThat(forecast).isPresent();
    return forecast.orElseThrow();
  }

  private static NextPass next(int days, String... crons) {
    return new NextPass(
        NOW.plus(DAY.multipliedBy(days)), List.of(crons), Duration.ZERO, Set.of(), Set.of());
  }

  private static List<String> going(RetentionForecast forecast) {
    return forecast.removed().stream().map(judged -> judged.snapshot().id()).toList();
  }
}
