package dev.salvaguarda.domain.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.testkit.seed.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SiteFilesTest {
  private static final SiteFiles FILES = new SiteFiles(Texts.shipped());

  static Stream<Long> seeds() {
    return Seeds.of("SiteFilesTest", 20).stream();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theSameMessagesGiveTheSameFilesInWhateverOrderTheyAreFound(long seed) {
    Random random = new Random(seed);
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      told.add(
          Sites.told(
              "n" + i,
              "s" + random.nextInt(8),
              List.of("IncidentConfirmed", "IncidentUpdate", "ServiceRestored", "Else")
                  .get(random.nextInt(4)),
              "2026-11-27T17:%02d:00Z".formatted(random.nextInt(4))));
    }
    Site site = Sites.of("en", told);
    Collections.shuffle(told, random);
    told.add(told.get(random.nextInt(told.size())));
    Site again = Sites.of("en", told);

    assertThat(again).isEqualTo(site);
    assertThat(FILES.of(again)).isEqualTo(FILES.of(site));
  }

  @Test
  void thePageIsWrittenLastBecauseItNamesTheOthers() {
    assertThat(FILES.of(Sites.quiet("en")))
        .extracting(SiteFile::name)
        .containsExactly(
            "status.json", "history.json", "feed.atom", "maintenance.ics", "index.html");
  }

  @Test
  void anIncidentIsOverOnceItsEndWasToldWhateverTimesPeopleGave() {
    Site site =
        Sites.of(
            "en",
            List.of(
                Sites.told("b", "s", "ServiceRestored", "2026-11-27T17:15:00Z"),
                Sites.told("a", "s", "IncidentConfirmed", "2026-11-27T17:20:00Z"),
                Sites.told("c", "s", "IncidentUpdate", "2026-11-27T17:25:00Z")));

    assertThat(file(site, "status.json"))
        .contains("\"state\": \"NothingAnnounced\"", "\"open\": []");
    assertThat(file(site, "history.json"))
        .contains("\"state\": \"Restored\"", "\"title\": \"ServiceRestored of s\"");
  }

  @Test
  void maintenanceThatTookTooLongIsPlannedAgainOnceItIsMovedAndMayOverrunAgain() {
    List<Told> told = new ArrayList<>();
    told.add(Sites.told("a", "m", "MaintenanceScheduled", "2026-11-20T12:00:00Z"));
    told.add(Sites.told("b", "m", "MaintenanceOverrun", "2026-11-27T02:15:00Z"));
    told.add(Sites.told("c", "m", "MaintenanceRescheduled", "2026-11-27T03:00:00Z"));
    assertThat(file(Sites.of("en", told), "status.json"))
        .contains("\"state\": \"NothingAnnounced\"", "\"state\": \"Planned\"", "\"open\": []");

    told.add(Sites.told("d", "m", "MaintenanceReminder", "2026-12-04T01:00:00Z"));
    told.add(Sites.told("e", "m", "MaintenanceOverrun", "2026-12-04T03:15:00Z"));
    assertThat(stateOf(told)).contains("\"state\": \"Overrun\"");

    told.add(Sites.told("f", "m", "MaintenanceCancelled", "2026-12-04T03:30:00Z"));
    assertThat(stateOf(told)).contains("\"state\": \"NothingAnnounced\"");
  }

  @Test
  void anIncidentIsCalledAsItsConfirmationCalledItWhateverIsAdded() {
    Site site =
        Sites.of(
            "en",
            List.of(
                Sites.told("a", "s", "IncidentConfirmed", "2026-11-27T17:20:00Z"),
                Sites.told("b", "s", "IncidentUpdate", "2026-11-27T17:25:00Z")));

    assertThat(file(site, "index.html")).contains("<h3>IncidentConfirmed of s</h3>");
    assertThat(file(site, "status.json")).contains("\"since\": \"2026-11-27T17:20:00Z\"");
  }

  @Test
  void theWorstOfWhatGoesOnIsWhatThePageSays() {
    List<Told> told = new ArrayList<>();
    assertThat(stateOf(told)).contains("\"state\": \"NothingAnnounced\"");
    told.add(Sites.told("a", "a", "ReceiptConfirmation", "2026-11-27T17:00:00Z"));
    assertThat(stateOf(told)).contains("\"state\": \"UnderAnalysis\"");
    told.add(Sites.told("b", "b", "MaintenanceOverrun", "2026-11-27T16:00:00Z"));
    assertThat(stateOf(told)).contains("\"state\": \"Overrun\"");
    told.add(Sites.told("c", "c", "IncidentConfirmed", "2026-11-27T15:00:00Z"));
    assertThat(stateOf(told)).contains("\"state\": \"Disturbed\"");
  }

  @Test
  void aMessageThatSaysNothingOfAStandingOpensNothing() {
    Site site = Sites.of("en", List.of(Sites.told("a", "a", "Else", "2026-11-27T17:00:00Z")));

    assertThat(file(site, "status.json")).contains("\"open\": []", "\"planned\": []");
    assertThat(file(site, "history.json")).contains("\"state\": \"Told\"");
  }

  @Test
  void maintenanceIsPlannedUntilItsEndIsTold() {
    Told planned = Sites.told("a", "w", "MaintenanceScheduled", "2026-11-27T17:00:00Z");
    Told moved = Sites.told("b", "w", "MaintenanceRescheduled", "2026-11-27T18:00:00Z");
    Told over = Sites.told("c", "w", "MaintenanceCancelled", "2026-11-27T19:00:00Z");

    assertThat(file(Sites.of("en", List.of(planned, moved)), "index.html"))
        .contains("<h2 id=\"planned\">", "<h3>MaintenanceRescheduled of w</h3>");
    assertThat(file(Sites.of("en", List.of(planned, moved, over)), "index.html"))
        .doesNotContain("<h2 id=\"planned\">")
        .contains("<h3>MaintenanceCancelled of w</h3>");
  }

  @Test
  void thePageStaysShortHoweverLongTheHistoryIs() {
    List<Told> told =
        IntStream.range(0, 300)
            .mapToObj(i ->
                Sites.told(
                    "n" + i,
                    "s" + i,
                    "ServiceRestored",
                    "2026-11-%02dT%02d:00:00Z".formatted(1 + i / 24, i % 24)))
            .toList();
    Site site = Sites.of("en", told);

    assertThat(file(site, "index.html").split("<article>", -1)).hasSize(21);
    assertThat(file(site, "index.html")).contains("What is older is in", "ServiceRestored of s299");
    assertThat(file(site, "history.json").split("\"since\"", -1)).hasSize(201);
    assertThat(file(site, "feed.atom").split("<entry", -1)).hasSize(51);
  }

  private static String stateOf(List<Told> told) {
    return file(Sites.of("en", told), "status.json");
  }

  static String file(Site site, String name) {
    return FILES.of(site).stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow()
        .text();
  }
}
