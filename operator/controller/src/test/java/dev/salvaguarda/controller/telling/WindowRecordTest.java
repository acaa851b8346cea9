package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.WindowCases.ANNOUNCED;
import static dev.salvaguarda.controller.telling.WindowCases.CANCELLED;
import static dev.salvaguarda.controller.telling.WindowCases.COMPLETED;
import static dev.salvaguarda.controller.telling.WindowCases.MOVED;
import static dev.salvaguarda.controller.telling.WindowCases.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.window.WindowFacts;
import dev.salvaguarda.domain.window.WindowMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowRecordTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @Test
  void allThatIsRecordedCounts() {
    WindowFacts facts =
        WindowRecord.of(
            window(
                ANNOUNCED
                    + MOVED
                    + COMPLETED
                    + "timeZone: America/Rio_Branco\npurpose: \"a troca do disco. \"\n"
                    + "reminders: [24h, 1h30m]\nminimumNotice: 2d\n"),
            NOW);

    assertThat(facts.matter())
        .isEqualTo(
            new WindowFacts.Matter(
                "correio",
                "Correio eletrônico, portal",
                "a troca do disco",
                true,
                "",
                ZoneId.of("America/Rio_Branco")));
    assertThat(facts.reminders()).containsExactly(Duration.ofHours(24), Duration.ofMinutes(90));
    assertThat(facts.minimumNotice()).isEqualTo(Duration.ofDays(2));
    assertThat(facts.decisions().moves()).hasSize(1);
    assertThat(facts.decisions().completed()).isNotNull();
  }

  @Test
  void whatIsDatedAheadIsNotThereBefore() {
    Instant before = Instant.parse("2026-11-26T11:00:00Z");
    var window = window(ANNOUNCED + MOVED + CANCELLED);

    assertThat(WindowRecord.of(window, before).decisions().moves()).isEmpty();
    assertThat(WindowRecord.of(window, before).decisions().cancelled()).isNull();
    assertThat(WindowRecord.ahead(window, before)).contains(Instant.parse("2026-11-26T12:00:00Z"));
    assertThat(WindowRecord.ahead(window, NOW)).isEmpty();
  }

  @Test
  void movesAreTakenByTheirTimesWhoeverSortedTheList() {
    String two =
        "moves: [{start: \"2026-11-30T01:00:00Z\", end: \"2026-11-30T05:00:00Z\", by: bia,"
            + " at: \"2026-11-26T13:00:00Z\"}, "
            + MOVED.substring("moves: [".length());

    assertThat(WindowRecord.of(window(ANNOUNCED + two), NOW).decisions().moves().getLast().times())
        .extracting(WindowFacts.Times::start)
        .isEqualTo(Instant.parse("2026-11-30T01:00:00Z"));
  }

  @Test
  void whatWaitsIsPointlessOnceTheWindowIsMoved() {
    Instant soon = Instant.parse("2026-11-26T12:30:00Z");
    Notice notice = notice(ANNOUNCED, Instant.parse("2026-11-25T13:00:00Z"));

    assertThat(StillTrue.endOfDecided(notice, window(ANNOUNCED), soon)).isEmpty();
    assertThat(StillTrue.endOfDecided(notice, window(ANNOUNCED + MOVED), soon))
        .contains("The maintenance was moved before this could be sent.");
    assertThat(StillTrue.endOfDecided(notice, null, soon)).isEmpty();
  }

  @Test
  void aNoticeSpeaksOfTheWindowItWasMadeFor() {
    var spec = notice(ANNOUNCED, Instant.parse("2026-11-25T13:00:00Z")).getSpec();

    assertThat(spec.subject().kind()).isEqualTo("MaintenanceWindow");
    assertThat(spec.decidedBy()).isEqualTo("ana");
    assertThat(spec.rendered().body())
        .contains("das 22:00 do dia 27/11/2026 às 02:00 BRT (UTC-03:00) do dia 28/11/2026");
  }

  private static Notice notice(String decided, Instant now) {
    return NoticePlan.of(
            window(decided),
            WindowMessages.owed(WindowRecord.of(window(decided), now), now),
            List.of(
                IncidentCases.channel("group", "subscribes: [{}]\ntimeZone: America/Sao_Paulo")),
            Set.of(),
            now)
        .due()
        .stream()
        .map(one ->
            NoticeManifest.notice(one.story(), one.channel(), Texts.shipped(), null, List.of()))
        .findFirst()
        .orElseThrow();
  }
}
