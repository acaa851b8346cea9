package dev.salvaguarda.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.alert.AlertDecision.Count;
import dev.salvaguarda.domain.alert.AlertDecision.Ignore;
import dev.salvaguarda.domain.alert.AlertDecision.Open;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertBookTest {
  private static final Instant NOW = Instant.parse("2026-11-27T17:00:00Z");
  private static final AlertKey KEY = new AlertKey("ti", "correio", "0123456789abcdef");

  @Test
  void theFirstAlertOpensAnIncidentThatBeganWithIt() {
    Open open = opened(List.of(firing("a", -5), firing("b", -9), firing("c", -1)), List.of());

    assertThat(open.name()).matches("correio-[0-9a-f]{8}");
    assertThat(open.title()).isEqualTo("Correio");
    assertThat(open.occurredAt()).isEqualTo(at(-9));
    assertThat(open.previous()).isNull();
    assertThat(open.signals().kept()).extracting(Signal::id).containsExactly("a", "b", "c");
  }

  @Test
  void whoeverDecidesTheSameOpensTheSameWhateverAlertCameFirst() {
    assertThat(opened(List.of(firing("a", -5)), List.of()).name())
        .isEqualTo(opened(List.of(firing("b", -1)), List.of()).name());
  }

  @Test
  void anIncidentDoesNotBeginInTheFuture() {
    assertThat(opened(List.of(firing("a", 30)), List.of()).occurredAt()).isEqualTo(NOW);
  }

  @Test
  void whatFiresWhileAnIncidentIsOpenIsCountedThere() {
    KnownIncident open = incident("one", false, firing("a", -9));

    Signals signals = counted(List.of(firing("b", -1)), open);

    assertThat(signals.kept()).extracting(Signal::id).containsExactly("a", "b");
    assertThat(signals.isActive()).isTrue();
  }

  @Test
  void theSameFiringIsCountedOnceHoweverOftenItIsSent() {
    KnownIncident open = incident("one", false, firing("a", -9));

    List<AlertDecision> decisions =
        decide(List.of(firing("a", -9), firing("a", -9)), List.of(open), NOW.plusSeconds(20));

    assertThat(decisions).isEmpty();
  }

  @Test
  void thatItIsSeenAgainIsWrittenDownOnceAMinute() {
    KnownIncident open = incident("one", false, firing("a", -9));

    AlertDecision later =
        decide(List.of(firing("a", -9)), List.of(open), NOW.plusSeconds(60)).getFirst();

    assertThat(((Count) later).signals().kept())
        .containsExactly(new Signal("a", "Down", "", true, at(-9), 1, NOW.plusSeconds(60)));
  }

  @Test
  void anAlertThatFiresAnewIsCountedAnew() {
    KnownIncident open = incident("one", false, firing("a", -9));

    Signals signals = counted(List.of(resolved("a", -9), firing("a", -2)), open);

    assertThat(signals.kept()).containsExactly(new Signal("a", "Down", "", true, at(-2), 2, NOW));
  }

  @Test
  void aResolvedAlertOnlyClearsItsSignal() {
    KnownIncident open = incident("one", false, firing("a", -9), firing("b", -8));

    Signals half = counted(List.of(resolved("a", -9)), open);
    Signals all = counted(List.of(resolved("a", -9), resolved("b", -8)), open);

    assertThat(half.isActive()).isTrue();
    assertThat(all.isActive()).isFalse();
    assertThat(all.kept()).hasSize(2);
  }

  @Test
  void anEndThatComesLateDoesNotClearWhatBeganSince() {
    KnownIncident open = incident("one", false, firing("a", -2));

    assertThat(decide(List.of(resolved("a", -9)), List.of(open), NOW)).isEmpty();
  }

  /** Of two that watch the same, the one that saw it first may be heard later. */
  @Test
  void anAlertOfWhichAnEarlierBeginningIsHeardLaterIsTheSameAndCanEnd() {
    KnownIncident open = incident("one", false, firing("a", -8));

    Signals again = counted(List.of(firing("a", -9), resolved("a", -8)), open);

    assertThat(again.isActive()).isFalse();
    assertThat(again.kept()).extracting(Signal::times).containsExactly(1);
  }

  @Test
  void aResolvedAlertOfNoIncidentOpensNone() {
    assertThat(decide(List.of(resolved("a", -9)), List.of(), NOW))
        .containsExactly(new Ignore("Down is resolved, and no incident waits for that."));
  }

  @Test
  void whatFiresAfterAnIncidentIsOverOpensAnotherThatFollowsTheNewest() {
    KnownIncident first = incident("first", true, -30, firing("a", -40));
    KnownIncident second = incident("second", true, -20, firing("a", -22));

    Open open = opened(List.of(firing("a", -1)), List.of(second, first));

    assertThat(open.previous()).isEqualTo("second");
    assertThat(open.name())
        .isNotEqualTo(opened(List.of(firing("a", -1)), List.of(first)).name())
        .isNotEqualTo(opened(List.of(firing("a", -1)), List.of()).name());
  }

  @Test
  void aFiringThatPeopleKnewOfWhenTheyEndedItsIncidentOpensNone() {
    KnownIncident over = incident("one", true, firing("a", -9));

    List<AlertDecision> again =
        decide(List.of(firing("a", -9)), List.of(over), NOW.plusSeconds(600));

    assertThat(again).singleElement().isInstanceOf(Count.class);
  }

  @Test
  void aFiringThatNobodyCountedOpensOneEvenIfItBeganBeforeTheOtherWasOver() {
    KnownIncident over = incident("one", true, firing("a", -9));

    assertThat(opened(List.of(firing("b", -9)), List.of(over)).previous()).isEqualTo("one");
  }

  @Test
  void whatIsResolvedIsNotedWhereverItWasCounted() {
    KnownIncident over = incident("over", true, -30, firing("a", -40));
    KnownIncident open = incident("open", false, -10, firing("a", -40), firing("b", -10));

    assertThat(decide(List.of(resolved("a", -40)), List.of(over, open), NOW))
        .extracting(one -> ((Count) one).incident().name())
        .containsExactly("over", "open");
  }

  @Test
  void thereIsOneIncidentEvenIfSomebodyMadeTwo() {
    KnownIncident older = incident("older", false, -30, firing("x", -30));
    KnownIncident newer = incident("newer", false, -20, firing("y", -20));

    assertThat(decide(List.of(firing("a", -1)), List.of(newer, older), NOW))
        .singleElement()
        .isInstanceOfSatisfying(
            Count.class, count -> assertThat(count.incident().name()).isEqualTo("older"));
  }

  @Test
  void whatIsResolvedMakesRoomForWhatFires() {
    List<FiledAlert> many = IntStream.range(0, 50).mapToObj(i -> firing("a" + i, -9)).toList();
    KnownIncident full = incident("one", false, many.toArray(FiledAlert[]::new));

    Signals next = counted(List.of(resolved("a7", -9), firing("b", -1)), full);

    assertThat(next.kept()).hasSize(50).extracting(Signal::id).contains("b").doesNotContain("a7");
    assertThat(next.isIncomplete()).isFalse();
  }

  @Test
  void whatFiresBeyondWhatIsKeptIsSaid() {
    List<FiledAlert> many = IntStream.range(0, 5_000).mapToObj(i -> firing("a" + i, -9)).toList();

    Open open = opened(many, List.of());

    assertThat(open.signals().kept()).hasSize(50);
    assertThat(open.signals().isIncomplete()).isTrue();
  }

  private static List<AlertDecision> decide(
      List<FiledAlert> alerts, List<KnownIncident> known, Instant now) {
    return AlertBook.decide(KEY, alerts, known, List.of(), now);
  }

  private static Open opened(List<FiledAlert> alerts, List<KnownIncident> known) {
    List<AlertDecision> decisions = decide(alerts, known, NOW);
    assertThat(decisions).hasSize(1);
    return (Open) decisions.getFirst();
  }

  private static Signals counted(List<FiledAlert> alerts, KnownIncident known) {
    List<AlertDecision> decisions = decide(alerts, List.of(known), NOW);
    assertThat(decisions).hasSize(1);
    return ((Count) decisions.getFirst()).signals();
  }

  private static KnownIncident incident(String name, boolean isOver, FiledAlert... alerts) {
    return incident(name, isOver, -9, alerts);
  }

  private static KnownIncident incident(
      String name, boolean isOver, int openedAt, FiledAlert... alerts) {
    Signals signals = Signals.none();
    for (FiledAlert one : alerts) {
      signals = signals.with(one.sighting(), NOW);
    }
    return new KnownIncident(name, "uid-of-" + name, "1", at(openedAt), isOver, signals);
  }

  private static FiledAlert firing(String id, int minute) {
    return new FiledAlert(KEY, "Correio", new Sighting(id, "Down", "", at(minute), null));
  }

  /** After a minute. */
  private static FiledAlert resolved(String id, int minute) {
    return new FiledAlert(KEY, "Correio", new Sighting(id, "Down", "", at(minute), at(minute + 1)));
  }

  private static Instant at(int minute) {
    return NOW.plusSeconds(60L * minute);
  }
}
