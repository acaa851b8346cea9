package dev.salvaguarda.domain.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.window.WindowFacts.Decisions;
import dev.salvaguarda.domain.window.WindowFacts.Matter;
import dev.salvaguarda.domain.window.WindowFacts.Move;
import dev.salvaguarda.domain.window.WindowFacts.Times;
import dev.salvaguarda.domain.window.WindowOccasion.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A window by the paragraphs of the norm NPI-007, and by what the norm leaves open. */
class WindowLifeTest {
  private static final Matter MATTER = new Matter("correio", "uid", "Correio", "", true, "", null);

  /** From 22:00 to 02:00 in São Paulo. */
  private static final Times NIGHT =
      new Times(Instant.parse("2026-11-28T01:00:00Z"), Instant.parse("2026-11-28T05:00:00Z"));

  private static final Times A_DAY_LATER =
      new Times(Instant.parse("2026-11-29T01:00:00Z"), Instant.parse("2026-11-29T05:00:00Z"));
  private static final Decision ANNOUNCED = at("ascom", "2026-11-25T12:00:00Z");
  private static final Move MOVED = new Move(A_DAY_LATER, at("ana", "2026-11-26T12:00:00Z"));
  private static final Decision COMPLETED = at("team", "2026-11-28T04:00:00Z");
  private static final Decision CANCELLED = at("ascom", "2026-11-27T12:00:00Z");
  private static final Instant LONG_AFTER = Instant.parse("2026-12-31T00:00:00Z");

  @Test
  void paragraph5213WhatTheTeamAsksForIsProposedAndNobodyIsTold() {
    WindowFacts window = window(null, List.of(), null, null);

    assertThat(WindowLife.phase(window, LONG_AFTER)).isEqualTo(WindowPhase.PROPOSED);
    assertThat(WindowLife.due(window, LONG_AFTER)).isEmpty();
    assertThat(WindowLife.nextChange(window, ANNOUNCED.at())).isEmpty();
  }

  @Test
  void paragraph5226TheAnnouncementIsToldAtOnceInTheNameOfWhoMadeIt() {
    WindowFacts window = window(ANNOUNCED, List.of(), null, null);

    assertThat(WindowLife.due(window, ANNOUNCED.at()))
        .containsExactly(new WindowOccasion(Kind.ANNOUNCED, "", 0, NIGHT, "ascom", ANNOUNCED.at()));
  }

  @Test
  void anAnnouncedWindowBeginsAndEndsByTheClockAcrossMidnight() {
    WindowFacts window = window(ANNOUNCED, List.of(), null, null);

    assertThat(WindowLife.phase(window, NIGHT.start().minusNanos(1)))
        .isEqualTo(WindowPhase.ANNOUNCED);
    assertThat(WindowLife.phase(window, NIGHT.start())).isEqualTo(WindowPhase.IN_PROGRESS);
    assertThat(WindowLife.phase(window, NIGHT.end().minusNanos(1)))
        .isEqualTo(WindowPhase.IN_PROGRESS);
    assertThat(WindowLife.phase(window, NIGHT.end())).isEqualTo(WindowPhase.OVERRUN);
  }

  @Test
  void onlyAPersonCompletesIt() {
    WindowFacts window = window(ANNOUNCED, List.of(), COMPLETED, null);

    assertThat(WindowLife.phase(window, LONG_AFTER)).isEqualTo(WindowPhase.COMPLETED);
    assertThat(kinds(window, LONG_AFTER))
        .containsExactly(Kind.ANNOUNCED, Kind.REMINDED, Kind.REMINDED, Kind.COMPLETED);
  }

  @Test
  void whatIsOnlyProposedIsCancelledInSilence() {
    WindowFacts window = window(null, List.of(), null, CANCELLED);

    assertThat(WindowLife.phase(window, LONG_AFTER)).isEqualTo(WindowPhase.CANCELLED);
    assertThat(WindowLife.due(window, LONG_AFTER)).isEmpty();
  }

  @Test
  void aCancellationRaisesTheSequenceAndNothingIsRecalledAfterIt() {
    WindowFacts window = window(ANNOUNCED, List.of(), null, CANCELLED);

    assertThat(WindowLife.sequence(window)).isEqualTo(1);
    assertThat(WindowLife.due(window, LONG_AFTER))
        .extracting(WindowOccasion::kind, WindowOccasion::sequence)
        .containsExactly(
            tuple(Kind.ANNOUNCED, 0), tuple(Kind.REMINDED, 0), tuple(Kind.CANCELLED, 1));
  }

  @Test
  void eachMoveRaisesTheSequenceAndIsToldInTheNameOfWhoMadeIt() {
    Move back = new Move(NIGHT, at("bia", "2026-11-26T13:00:00Z"));
    WindowFacts window = window(ANNOUNCED, List.of(MOVED, back), null, null);

    assertThat(WindowLife.sequence(window)).isEqualTo(2);
    assertThat(WindowLife.times(window)).isEqualTo(NIGHT);
    assertThat(WindowLife.due(window, back.decision().at()))
        .extracting(WindowOccasion::key)
        .containsExactly("", "1", "2");
    assertThat(WindowLife.due(window, back.decision().at()))
        .extracting(WindowOccasion::decidedBy)
        .containsExactly("ascom", "ana", "bia");
  }

  @Test
  void aMovedWindowIsRecalledByItsNewTimesAlone() {
    WindowFacts window = window(ANNOUNCED, List.of(MOVED), null, null);

    assertThat(WindowLife.due(window, A_DAY_LATER.start()))
        .filteredOn(one -> one.kind() == Kind.REMINDED)
        .extracting(WindowOccasion::key)
        .containsExactly("1-PT24H", "1-PT1H");
  }

  @Test
  void whatWasRecalledBeforeAMoveStaysTold() {
    Move late = new Move(A_DAY_LATER, at("ana", "2026-11-27T02:00:00Z"));
    WindowFacts window = window(ANNOUNCED, List.of(late), null, null);

    assertThat(WindowLife.due(window, late.decision().at()))
        .extracting(WindowOccasion::key)
        .containsExactly("", "0-PT24H", "1");
  }

  @Test
  void aReminderWhoseTimeHadPassedAtTheAnnouncementIsLeftOut() {
    Decision late = at("ascom", "2026-11-27T12:00:00Z");
    WindowFacts window = window(late, List.of(), null, null);

    assertThat(WindowLife.due(window, NIGHT.start()))
        .extracting(WindowOccasion::key)
        .containsExactly("", "0-PT1H");
  }

  @Test
  void anOverrunIsToldOnceWhoeverIsDoneHadTimeToSaySo() {
    WindowFacts window = window(ANNOUNCED, List.of(), null, null);
    Instant told = NIGHT.end().plus(Duration.ofMinutes(15));

    assertThat(kinds(window, told.minusNanos(1))).doesNotContain(Kind.OVERRUN);
    assertThat(kinds(window, told)).endsWith(Kind.OVERRUN);
    assertThat(WindowLife.nextChange(window, NIGHT.end())).contains(told);
    assertThat(WindowLife.nextChange(window, told)).isEmpty();
  }

  @Test
  void anOverrunThatWasToldStaysToldOnceTheWorkIsDone() {
    Decision late = at("team", "2026-11-28T08:00:00Z");
    WindowFacts window = window(ANNOUNCED, List.of(), late, null);

    assertThat(kinds(window, LONG_AFTER)).endsWith(Kind.OVERRUN, Kind.COMPLETED);
  }

  @Test
  void tooShortANoticeIsSaidAndKeepsNothingFromBeingTold() {
    Decision late = at("ascom", "2026-11-27T01:00:00Z");
    WindowFacts window = window(late, List.of(), null, null);

    assertThat(WindowLife.lateBy(window)).contains(Duration.ofHours(24));
    assertThat(kinds(window, late.at())).containsExactly(Kind.ANNOUNCED);
    assertThat(WindowLife.lateBy(window(ANNOUNCED, List.of(), null, null))).isEmpty();
  }

  @Test
  void aMoveToLaterMakesUpForTooShortANotice() {
    Decision late = at("ascom", "2026-11-26T11:00:00Z");

    assertThat(WindowLife.lateBy(window(late, List.of(), null, null))).isPresent();
    assertThat(WindowLife.lateBy(window(late, List.of(MOVED), null, null))).isEmpty();
  }

  @Test
  void anHourThatComesTwiceMakesTheWindowLongerAndItsReminderNoLater() {
    ZoneId lisbon = ZoneId.of("Europe/Lisbon");
    Times times =
        new Times(
            ZonedDateTime.of(2026, 10, 25, 0, 30, 0, 0, lisbon).toInstant(),
            ZonedDateTime.of(2026, 10, 25, 3, 0, 0, 0, lisbon).toInstant());
    WindowFacts window =
        new WindowFacts(
            MATTER,
            times,
            null,
            List.of(Duration.ofHours(1)),
            new Decisions(at("ascom", "2026-10-20T12:00:00Z"), List.of(), null, null));

    assertThat(Duration.between(times.start(), times.end())).isEqualTo(Duration.ofMinutes(210));
    assertThat(WindowLife.phase(window, times.start().plus(Duration.ofMinutes(209))))
        .isEqualTo(WindowPhase.IN_PROGRESS);
    assertThat(WindowLife.due(window, times.start()).getLast().at())
        .isEqualTo(times.start().minus(Duration.ofHours(1)));
  }

  @Test
  void itHoldsFromItsStartUntilTheWorkIsDoneOrAGraceHasPassed() {
    Duration grace = Duration.ofMinutes(30);
    WindowFacts announced = window(ANNOUNCED, List.of(), null, null);

    assertThat(WindowLife.heldUntil(announced, grace, NIGHT.start().minusNanos(1))).isEmpty();
    assertThat(WindowLife.heldUntil(announced, grace, NIGHT.start()))
        .contains(NIGHT.end().plus(grace));
    assertThat(WindowLife.heldUntil(announced, grace, NIGHT.end().plus(grace))).isEmpty();
    assertThat(WindowLife.heldUntil(window(null, List.of(), null, null), grace, NIGHT.start()))
        .isEmpty();
    assertThat(
            WindowLife.heldUntil(
                window(ANNOUNCED, List.of(), COMPLETED, null), grace, COMPLETED.at()))
        .isEmpty();
  }

  @Test
  void alertsAreNoNewsForTheGraceAfterTheWorkIsDoneToo() {
    Duration grace = Duration.ofMinutes(30);
    WindowFacts done = window(ANNOUNCED, List.of(), COMPLETED, null);

    Instant end = COMPLETED.at().plus(grace);
    assertThat(WindowLife.quietUntil(done, grace, NIGHT.start().minusNanos(1))).isEmpty();
    assertThat(WindowLife.quietUntil(done, grace, end.minusNanos(1))).contains(end);
    assertThat(WindowLife.quietUntil(done, grace, end)).isEmpty();
    assertThat(
            WindowLife.quietUntil(
                window(ANNOUNCED, List.of(), null, CANCELLED), grace, NIGHT.start()))
        .isEmpty();
  }

  private static WindowFacts window(
      @Nullable Decision announcement,
      List<Move> moves,
      @Nullable Decision completed,
      @Nullable Decision cancelled) {
    return new WindowFacts(
        MATTER,
        NIGHT,
        Duration.ofHours(48),
        List.of(Duration.ofHours(24), Duration.ofHours(1)),
        new Decisions(announcement, moves, completed, cancelled));
  }

  private static List<Kind> kinds(WindowFacts window, Instant now) {
    return WindowLife.due(window, now).stream().map(WindowOccasion::kind).toList();
  }

  private static Decision at(String who, String time) {
    return new Decision(who, Instant.parse(time));
  }
}
