package dev.salvaguarda.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.alert.AlertDecision.Count;
import dev.salvaguarda.domain.alert.AlertDecision.HoldBack;
import dev.salvaguarda.domain.alert.AlertDecision.Ignore;
import dev.salvaguarda.domain.alert.AlertDecision.Open;
import dev.salvaguarda.domain.alert.HeldAlerts.Held;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldAlertsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");
  private static final AlertKey KEY = new AlertKey("ti", "correio", "0123456789abcdef");
  private static final AlertKey OTHER = new AlertKey("ti", "portal", "fedcba9876543210");

  @Test
  void whatFiresDuringMaintenanceOpensNothingAndIsWrittenDown() {
    HeldAlerts held = heldBack(List.of(firing("a"), firing("b")), window("w", true));

    assertThat(held.kept()).extracting(one -> one.signal().id()).containsExactly("a", "b");
    assertThat(held.waiting()).containsExactly(KEY);
  }

  @Test
  void whatFiresOnWhenMaintenanceIsOverOpensAnIncidentThoughMonitoringIsSilent() {
    HeldAlerts held = heldBack(List.of(firing("a"), firing("b")), window("w", true));

    List<AlertDecision> over = decide(List.of(), List.of(), window("w", false, held));

    Open open = (Open) over.getFirst();
    assertThat(open.signals().kept()).extracting(Signal::id).containsExactly("a", "b");
    assertThat(((HoldBack) over.getLast()).held().kept())
        .extracting(Held::incident)
        .containsExactly(open.name(), open.name());
    assertThat(over).hasSize(2);
  }

  @Test
  void whoDiedBetweenBothWritesOpensNothingTwice() {
    HeldAlerts held = heldBack(List.of(firing("a")), window("w", true));
    HoldingWindow over = window("w", false, held);
    Open open = (Open) decide(List.of(), List.of(), over).getFirst();

    assertThat(decide(List.of(), List.of(incident(false, open.signals())), over))
        .singleElement()
        .isInstanceOf(HoldBack.class);
    assertThat(decide(List.of(), List.of(incident(true, open.signals())), over))
        .as("people have ended it meanwhile")
        .singleElement()
        .isInstanceOf(HoldBack.class);
  }

  @Test
  void whatIsResolvedDuringMaintenanceOpensNothingEver() {
    HeldAlerts held = heldBack(List.of(firing("a"), resolved("a")), window("w", true));

    assertThat(held.waiting()).isEmpty();
    assertThat(decide(List.of(), List.of(), window("w", false, held))).isEmpty();
  }

  @Test
  void anEndThatArrivesWhenMaintenanceIsOverCountsBeforeAnythingIsOpened() {
    HeldAlerts held = heldBack(List.of(firing("a")), window("w", true));

    List<AlertDecision> over = decide(List.of(resolved("a")), List.of(), window("w", false, held));

    assertThat(over)
        .singleElement()
        .isInstanceOfSatisfying(
            HoldBack.class, last -> assertThat(last.held().waiting()).isEmpty());
  }

  @Test
  void whatAnIncidentIsOpenOfIsCountedThereWhateverMaintenanceGoesOn() {
    KnownIncident open = incident(false, Signals.none());

    assertThat(decide(List.of(firing("a")), List.of(open), window("w", true)))
        .singleElement()
        .isInstanceOf(Count.class);
  }

  @Test
  void aWindowThatIsStillQuietTakesOverFromOneThatIsOver() {
    HeldAlerts held = heldBack(List.of(firing("a")), window("first", true));

    List<AlertDecision> both =
        AlertBook.decide(
            KEY,
            List.of(),
            List.of(),
            List.of(window("first", false, held), window("second", true)),
            NOW);

    assertThat(both)
        .extracting(one -> (HoldBack) one)
        .extracting(one -> one.window().name() + " " + one.held().waiting().size())
        .as("what takes over is written first")
        .containsExactly("second 1", "first 0");
  }

  @Test
  void whatAWindowHasNoRoomForOpensAnIncident() {
    List<FiledAlert> many =
        IntStream.rangeClosed(0, HeldAlerts.MOST).mapToObj(i -> firing("a" + i)).toList();

    List<AlertDecision> all = decide(many, List.of(), window("w", true));

    assertThat(((Open) all.getFirst()).signals().kept())
        .extracting(Signal::id)
        .containsExactly("a" + HeldAlerts.MOST);
    assertThat(((HoldBack) all.getLast()).held().kept()).hasSize(HeldAlerts.MOST);
  }

  @Test
  void whatIsOverMakesRoomForWhatFires() {
    List<FiledAlert> many =
        IntStream.range(0, HeldAlerts.MOST).mapToObj(i -> firing("a" + i)).toList();
    HeldAlerts full = heldBack(many, window("w", true));

    HeldAlerts next = heldBack(List.of(resolved("a7"), firing("b")), window("w", true, full));

    assertThat(next.kept())
        .hasSize(HeldAlerts.MOST)
        .extracting(one -> one.signal().id())
        .contains("b")
        .doesNotContain("a7");
  }

  @Test
  void whatIsRepeatedIsNoNews() {
    HeldAlerts held = heldBack(List.of(firing("a")), window("w", true));

    assertThat(decide(List.of(firing("a")), List.of(), window("w", true, held))).isEmpty();
  }

  @Test
  void keysOfOneWindowLeaveEachOtherAlone() {
    HeldAlerts held = heldBack(List.of(firing("a")), window("w", true));
    FiledAlert portal = new FiledAlert(OTHER, "Portal", firing("p").sighting());

    List<AlertDecision> more =
        AlertBook.decide(OTHER, List.of(portal), List.of(), List.of(window("w", true, held)), NOW);
    assertThat(((HoldBack) more.getFirst()).held().waiting()).containsExactly(KEY, OTHER);

    assertThat(
            AlertBook.decide(OTHER, List.of(), List.of(), List.of(window("w", false, held)), NOW))
        .isEmpty();
  }

  @Test
  void anEndThatNothingWaitsForIsIgnored() {
    assertThat(decide(List.of(resolved("a")), List.of(), window("w", true)))
        .singleElement()
        .isInstanceOf(Ignore.class);
  }

  private static List<AlertDecision> decide(
      List<FiledAlert> alerts, List<KnownIncident> known, HoldingWindow window) {
    return AlertBook.decide(KEY, alerts, known, List.of(window), NOW);
  }

  private static HeldAlerts heldBack(List<FiledAlert> alerts, HoldingWindow window) {
    List<AlertDecision> all = decide(alerts, List.of(), window);
    assertThat(all).hasSize(1);
    return ((HoldBack) all.getFirst()).held();
  }

  private static HoldingWindow window(String name, boolean isQuiet) {
    return window(name, isQuiet, HeldAlerts.none());
  }

  private static HoldingWindow window(String name, boolean isQuiet, HeldAlerts held) {
    return new HoldingWindow(name, "uid-of-" + name, "1", isQuiet, held);
  }

  private static KnownIncident incident(boolean isOver, Signals signals) {
    return new KnownIncident("one", "uid", "1", NOW.minusSeconds(60), isOver, signals);
  }

  private static FiledAlert firing(String id) {
    return new FiledAlert(
        KEY, "Correio", new Sighting(id, "Down", "", NOW.minusSeconds(600), null));
  }

  private static FiledAlert resolved(String id) {
    return new FiledAlert(
        KEY, "Correio", new Sighting(id, "Down", "", NOW.minusSeconds(600), NOW.minusSeconds(60)));
  }
}
