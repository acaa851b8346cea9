package dev.salvaguarda.controller.window;

import static dev.salvaguarda.controller.telling.WindowCases.ANNOUNCED;
import static dev.salvaguarda.controller.telling.WindowCases.CANCELLED;
import static dev.salvaguarda.controller.telling.WindowCases.COMPLETED;
import static dev.salvaguarda.controller.telling.WindowCases.MOVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.api.notice.ToldNotice;
import dev.salvaguarda.api.window.HeldAlertStatus;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.MaintenanceWindowStatus;
import dev.salvaguarda.api.window.WindowPhase;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.telling.NoticePlan;
import dev.salvaguarda.controller.telling.ToldNotices;
import dev.salvaguarda.controller.telling.WindowCases;
import dev.salvaguarda.controller.telling.WindowRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowReportTest {
  private static final NoticePlan TOLD = new NoticePlan(List.of(), List.of(), List.of(), true);
  private static final Instant BEFORE = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant LONG_AFTER = Instant.parse("2026-12-30T12:00:00Z");

  @Test
  void saysWhereItStandsAndWhenItIsAsThingsStand() {
    MaintenanceWindowStatus status = next(ANNOUNCED + MOVED, BEFORE);

    assertThat(status.phase()).isEqualTo(WindowPhase.ANNOUNCED);
    assertThat(status.components()).isEqualTo("correio +1");
    assertThat(status.start()).isEqualTo(Instant.parse("2026-11-29T01:00:00Z"));
    assertThat(status.moves()).isEqualTo(1);
    assertThat(condition(status, ConditionType.READY)).isEqualTo("True NothingStuck: Announced.");
    assertThat(condition(status, ConditionType.ANNOUNCED_IN_TIME)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PROPOSED,'',2026-11-27T12:00:00Z,Announcement of Communications",
    "ANNOUNCED,announced,2026-11-27T12:00:00Z,nothing",
    "IN_PROGRESS,announced,2026-11-28T01:00:00Z,Completion of ResponseTeam",
    "OVERRUN,announced,2026-11-28T05:00:00Z,Completion of ResponseTeam",
    "COMPLETED,completed,2026-12-30T12:00:00Z,nothing",
    "CANCELLED,cancelled,2026-12-30T12:00:00Z,nothing",
  })
  void itsPhaseAndWhoseTurnItIsFollowFromWhatIsRecordedAndTheTime(
      WindowPhase phase, String last, Instant now, String awaited) {
    String decided =
        switch (last) {
          case "" -> "";
          case "announced" -> ANNOUNCED;
          case "completed" -> ANNOUNCED + COMPLETED;
          default -> ANNOUNCED + CANCELLED;
        };

    MaintenanceWindowStatus status = next(decided, now);

    assertThat(status.phase()).isEqualTo(phase);
    assertThat(
            status.awaiting() == null
                ? "nothing"
                : status.awaiting().what() + " of " + status.awaiting().from())
        .isEqualTo(awaited);
  }

  @Test
  void whatTakesLongerWaitsForSomebodyToSayThatItIsDone() {
    assertThat(condition(next(ANNOUNCED, LONG_AFTER), ConditionType.READY))
        .isEqualTo(
            "False AwaitingDecision: It should be over since 2026-11-28T05:00:00Z: completed, or a"
                + " move, is awaited from ResponseTeam or Communications.");
    assertThat(condition(next(ANNOUNCED + COMPLETED, LONG_AFTER), ConditionType.READY))
        .startsWith("True");
  }

  @Test
  void whatWasProposedIsStuckOnceItShouldHaveBegun() {
    assertThat(condition(next("", BEFORE), ConditionType.READY)).startsWith("True");
    assertThat(condition(next("", LONG_AFTER), ConditionType.READY))
        .startsWith("False AwaitingDecision: It should have begun at 2026-11-28T01:00:00Z");
  }

  @Test
  void tooShortANoticeIsAWarningAndNothingElse() {
    MaintenanceWindowStatus status = next(ANNOUNCED + "minimumNotice: 3d\n", BEFORE);

    assertThat(condition(status, ConditionType.ANNOUNCED_IN_TIME))
        .isEqualTo("False NoticeTooShort: It was announced 11h later than minimumNotice asks.");
    assertThat(condition(status, ConditionType.READY)).startsWith("True");
    assertThat(
            condition(
                next(ANNOUNCED + "minimumNotice: 2d\n", BEFORE), ConditionType.ANNOUNCED_IN_TIME))
        .startsWith("True NoticeLongEnough");
  }

  @Test
  void aDecisionThatIsDatedAheadIsNamed() {
    assertThat(
            condition(next(ANNOUNCED, Instant.parse("2026-11-24T12:00:00Z")), ConditionType.READY))
        .startsWith("False DecisionDatedAhead: A decision is dated 2026-11-25T12:00:00Z");
  }

  @Test
  void whatWasGivenUpIsStuck() {
    assertThat(
            condition(
                next(
                    ANNOUNCED,
                    BEFORE,
                    new ToldNotice("first", "MaintenanceScheduled", State.FAILED)),
                ConditionType.READY))
        .startsWith("False NoticeGivenUp");
  }

  @Test
  void saysWhatIsKeptBackUntilWhenAndWhatBecameOfIt() {
    Instant within = Instant.parse("2026-11-28T02:00:00Z");

    assertThat(signal(within)).isEmpty();
    assertThat(signal(within, held(true, null), held(false, null)))
        .isEqualTo(
            "True AlertsHeldBack: Firing, and opens an incident if that goes on after"
                + " 2026-11-28T05:15:00Z: Down of portal.");
    assertThat(signal(LONG_AFTER, held(true, null)))
        .isEqualTo("True AlertsHeldBack: Firing, and opens an incident now: Down of portal.");
    assertThat(signal(LONG_AFTER, held(true, "portal-1")))
        .isEqualTo(
            "True AlertsFiring: Still firing when it was over, and counted in portal-1: Down of"
                + " portal.");
    assertThat(signal(LONG_AFTER, held(false, "portal-1")))
        .isEqualTo("False AlertsResolved: Resolved: Down of portal.");
  }

  private static String signal(Instant now, HeldAlertStatus... held) {
    WindowSeen seen = seen(ANNOUNCED, now);
    seen.window().setStatus(MaintenanceWindowStatus.none().withHeldAlerts(List.of(held)));
    return condition(
        WindowReport.next(seen, TOLD, Optional.empty(), now), ConditionType.SIGNAL_ACTIVE);
  }

  private static HeldAlertStatus held(boolean active, @Nullable String incident) {
    return new HeldAlertStatus(
        "k", "f" + active, "portal", null, "Down", null, active, BEFORE, 1, BEFORE, incident);
  }

  @Test
  void aSecondLookAtTheSameChangesNothing() {
    WindowSeen seen = seen(ANNOUNCED, BEFORE);
    MaintenanceWindowStatus first = WindowReport.next(seen, TOLD, Optional.empty(), BEFORE);
    seen.window().setStatus(first);

    assertThat(WindowReport.next(seen, TOLD, Optional.empty(), BEFORE.plusSeconds(60)))
        .isEqualTo(first);
  }

  private static MaintenanceWindowStatus next(String decided, Instant now, ToldNotice... notices) {
    return WindowReport.next(seen(decided, now, notices), TOLD, Optional.empty(), now);
  }

  private static WindowSeen seen(String decided, Instant now, ToldNotice... notices) {
    MaintenanceWindow window = WindowCases.window(decided);
    return new WindowSeen(
        window,
        WindowRecord.of(window, now),
        new ToldNotices(List.of(notices), Set.of(), Set.of()),
        WindowRecord.ahead(window, now).orElse(null));
  }

  private static String condition(MaintenanceWindowStatus status, ConditionType type) {
    return ConditionSet.of(status.conditions())
        .find(type)
        .map(one -> "%s %s: %s".formatted(one.getStatus(), one.getReason(), one.getMessage()))
        .orElse("");
  }
}
