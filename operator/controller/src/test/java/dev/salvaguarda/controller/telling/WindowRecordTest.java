package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.WindowCases.ANNOUNCED;
import static dev.salvaguarda.controller.telling.WindowCases.CANCELLED;
import static dev.salvaguarda.controller.telling.WindowCases.COMPLETED;
import static dev.salvaguarda.controller.telling.WindowCases.MOVED;
import static dev.salvaguarda.controller.telling.WindowCases.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelSpec;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.window.WindowFacts;
import dev.salvaguarda.domain.window.WindowMessages;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
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
                "window-uid",
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
  void aWindowIsCancelledThoughSomebodyHasDatedAMoveInAnotherYear() {
    MaintenanceWindow window =
        window(ANNOUNCED + MOVED.replace("at: \"2026-11-26", "at: \"2027-11-26") + CANCELLED);

    assertThat(WindowRecord.of(window, NOW).decisions().moves()).isEmpty();
    assertThat(WindowMessages.owed(WindowRecord.of(window, NOW), NOW))
        .extracting(OwedMessage::message)
        .containsExactly(Message.MAINTENANCE_SCHEDULED, Message.MAINTENANCE_CANCELLED);
    assertThat(WindowRecord.ahead(window, NOW)).isEmpty();
  }

  @Test
  void whatEndsAWindowIsToldAfterItsMovesWhateverItsDate() {
    MaintenanceWindow window =
        window(ANNOUNCED + MOVED + CANCELLED.replace("2026-11-27T12", "2026-11-26T11"));

    List<OwedMessage> owed = WindowMessages.owed(WindowRecord.of(window, NOW), NOW);

    assertThat(owed)
        .extracting(OwedMessage::message)
        .containsExactly(
            Message.MAINTENANCE_SCHEDULED,
            Message.MAINTENANCE_RESCHEDULED,
            Message.MAINTENANCE_CANCELLED);
    assertThat(owed).extracting(OwedMessage::eventTime).isSorted().doesNotHaveDuplicates();
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

  @Test
  void whatIsAnnouncedMovedOrCancelledSpeaksToCalendarsOfOneEntry() {
    Instant announced = Instant.parse("2026-11-25T13:00:00Z");
    Instant moved = Instant.parse("2026-11-26T13:00:00Z");
    Instant cancelled = Instant.parse("2026-11-27T13:00:00Z");

    assertThat(calendar(ANNOUNCED, announced, ""))
        .contains(
            "METHOD:REQUEST",
            "UID:window-uid@salvaguarda.dev",
            "SEQUENCE:0",
            "DTSTART:20261128T010000Z")
        .contains("ORGANIZER;CN=\"PRODEST\":mailto:ti@example.org");
    assertThat(calendar(ANNOUNCED + MOVED, moved, "MaintenanceRescheduled"))
        .contains(
            "METHOD:REQUEST",
            "UID:window-uid@salvaguarda.dev",
            "SEQUENCE:1",
            "DTSTART:20261129T010000Z");
    assertThat(calendar(ANNOUNCED + MOVED + CANCELLED, cancelled, "MaintenanceCancelled"))
        .contains(
            "METHOD:CANCEL", "UID:window-uid@salvaguarda.dev", "SEQUENCE:2", "STATUS:CANCELLED");
  }

  @Test
  void neitherARemindedReaderNorAChannelWithoutCalendarGetsAnEntry() {
    Instant announced = Instant.parse("2026-11-26T11:00:00Z");

    assertThat(
            told(
                    ANNOUNCED + "reminders: [2d]\n",
                    "subscribes: [{messages: [MaintenanceReminder]}]",
                    announced)
                .getSpec()
                .rendered()
                .calendar())
        .isNull();
    NotificationChannel without = IncidentCases.channel("group", "subscribes: [{}]");
    without.setSpec(
        Serialization.unmarshal(
            Serialization.asJson(without.getSpec())
                .replace("\"calendar\":true", "\"calendar\":false"),
            NotificationChannelSpec.class));
    assertThat(told(ANNOUNCED, without, announced).getSpec().rendered().calendar()).isNull();
  }

  private static String calendar(String decided, Instant now, String message) {
    String calendar =
        told(
                decided,
                message.isEmpty()
                    ? "subscribes: [{}]"
                    : "subscribes: [{messages: [%s]}]".formatted(message),
                now)
            .getSpec()
            .rendered()
            .calendar();
    return Objects.requireNonNull(calendar);
  }

  private static Notice notice(String decided, Instant now) {
    return told(decided, "subscribes: [{}]\ntimeZone: America/Sao_Paulo", now);
  }

  private static Notice told(String decided, String channel, Instant now) {
    return told(decided, IncidentCases.channel("group", channel), now);
  }

  private static Notice told(String decided, NotificationChannel channel, Instant now) {
    return NoticePlan.of(
            window(decided),
            WindowMessages.owed(WindowRecord.of(window(decided), now), now),
            List.of(channel),
            ToldNotices.none(),
            now)
        .due()
        .stream()
        .map(one ->
            NoticeManifest.notice(one.story(), one.channel(), Texts.shipped(), null, List.of()))
        .findFirst()
        .orElseThrow();
  }
}
