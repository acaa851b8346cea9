package dev.salvaguarda.domain.retention;

import static dev.salvaguarda.domain.retention.Histories.FORTALEZA;
import static dev.salvaguarda.domain.retention.Histories.NOW;
import static dev.salvaguarda.domain.retention.Histories.at;
import static dev.salvaguarda.domain.retention.Histories.copy;
import static dev.salvaguarda.domain.retention.Histories.daily;
import static dev.salvaguarda.domain.retention.Histories.doubted;
import static dev.salvaguarda.domain.retention.Histories.ids;
import static dev.salvaguarda.domain.retention.Histories.keepLast;
import static dev.salvaguarda.domain.retention.Histories.kept;
import static dev.salvaguarda.domain.retention.Histories.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FloorsTest {

  @Test
  void theNewestGoodCopyStaysHoweverManyDoubtfulOnesAreNewer() {
    List<SnapshotFact> history =
        List.of(
            doubted("2026-11-25T10:00:00Z"),
            doubted("2026-11-24T10:00:00Z"),
            at("2026-11-23T10:00:00Z"),
            at("2026-11-22T10:00:00Z"));
    RetentionDecision decision = decide(keepLast(1), Floors.NONE, history);
    assertThat(ids(decision, Fate.KEPT))
        .containsExactly("2026-11-25T10:00:00Z", "2026-11-23T10:00:00Z");
    assertThat(words(decision, "2026-11-23T10:00:00Z")).contains("newest good copy: of payroll");
  }

  @Test
  void aCopyInDoubtTakesNoPlaceFromGoodOnes() {
    List<SnapshotFact> history = new ArrayList<>(daily(3));
    history.add(doubted("2026-11-26T01:30:00Z"));
    assertThat(kept(keepLast(3), FORTALEZA, history)).hasSize(4);
  }

  @Test
  void copiesOfAnotherServerTakeNoPlaceFromTheLastGoodOneOfTheRightOne() {
    List<SnapshotFact> history =
        List.of(
            copy(Quality.GOOD, "wrong", "2026-11-25T10:00:00Z"),
            copy(Quality.GOOD, "wrong", "2026-11-24T10:00:00Z"),
            copy(Quality.GOOD, "wrong", "2026-11-23T10:00:00Z"),
            copy(Quality.GOOD, "right", "2026-11-22T10:00:00Z"));
    RetentionDecision decision = decide(keepLast(3), Floors.NONE, history);
    assertThat(ids(decision, Fate.KEPT)).hasSize(4);
    assertThat(words(decision, "2026-11-22T10:00:00Z"))
        .containsExactly("keepLast: one of the newest (1 of 3)", "newest good copy: of payroll");
  }

  @Test
  void aCopyThatFellShortTakesNoPlaceFromACompleteOneNorOneInDoubtFromIt() {
    List<SnapshotFact> history =
        List.of(
            doubted("2026-11-25T10:00:00Z"),
            doubted("2026-11-24T10:00:00Z"),
            copy(Quality.SHORT, "db", "2026-11-23T10:00:00Z"),
            copy(Quality.SHORT, "db", "2026-11-22T10:00:00Z"),
            at("2026-11-21T10:00:00Z"),
            at("2026-11-20T10:00:00Z"));
    RetentionDecision decision = decide(keepLast(1), Floors.NONE, history);
    assertThat(ids(decision, Fate.KEPT))
        .containsExactly("2026-11-25T10:00:00Z", "2026-11-23T10:00:00Z", "2026-11-21T10:00:00Z");
    assertThat(words(decision, "2026-11-21T10:00:00Z")).contains("newest good copy: of payroll");
  }

  @Test
  void aCopyDatedAheadOfNowStaysAndTakesNoPlace() {
    List<SnapshotFact> history =
        List.of(at("2031-01-01T00:00:00Z"), at("2026-11-25T10:00:00Z"), at("2026-11-24T10:00:00Z"));
    RetentionDecision decision = decide(keepLast(1), Floors.NONE, history);
    assertThat(ids(decision, Fate.KEPT))
        .containsExactly("2031-01-01T00:00:00Z", "2026-11-25T10:00:00Z");
    assertThat(words(decision, "2031-01-01T00:00:00Z"))
        .contains("dated ahead: 2031-01-01T00:00:00Z is later than now");
    assertThat(words(decision, "2026-11-25T10:00:00Z")).contains("newest good copy: of payroll");
  }

  @Test
  void whatTheClusterNamesStaysAndSaysWhy() {
    Floors floors =
        new Floors(
            Set.of("uid-of-2026-11-20"),
            Set.of("2026-11-18"),
            Map.of("uid-of-2026-11-16", "until 2027-01-01T00:00:00Z: inspection"),
            Set.of());
    RetentionDecision decision = decide(keepLast(1), floors, daily(30));
    assertThat(ids(decision, Fate.KEPT))
        .containsExactly("2026-11-25", "2026-11-20", "2026-11-18", "2026-11-16");
    assertThat(words(decision, "2026-11-20")).containsExactly("newest good copy: of payroll");
    assertThat(words(decision, "2026-11-18")).containsExactly("newest verified copy: of payroll");
    assertThat(words(decision, "2026-11-16"))
        .containsExactly("on hold: until 2027-01-01T00:00:00Z: inspection");
  }

  @Test
  void whatTheObjectStoreLocksStaysUntilTheLockEnds() {
    List<SnapshotFact> history =
        List.of(
            at("2026-11-25T10:00:00Z"),
            locked("2026-11-24T10:00:00Z", NOW.plus(Duration.ofSeconds(1))),
            locked("2026-11-23T10:00:00Z", NOW));
    RetentionDecision decision = decide(keepLast(1), Floors.NONE, history);
    assertThat(ids(decision, Fate.KEPT))
        .containsExactly("2026-11-25T10:00:00Z", "2026-11-24T10:00:00Z");
    assertThat(words(decision, "2026-11-24T10:00:00Z"))
        .containsExactly("object lock: until 2026-11-26T12:00:01Z");
  }

  @Test
  void aConfirmationDoesNotLiftAFloor() {
    assertThat(
            decide(
                keepLast(1),
                new Floors(Set.of(), Set.of("2026-11-02"), Map.of(), Set.of()),
                daily(30)))
        .satisfies(decision -> assertThat(ids(decision, Fate.KEPT)).contains("2026-11-02"));
  }

  @Test
  void noSnapshotIsJudgedTwice() {
    SnapshotFact one = at("2026-11-25T10:00:00Z");
    assertThatThrownBy(() -> decide(keepLast(1), Floors.NONE, List.of(one, one)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SnapshotFact locked(String time, Instant until) {
    return new SnapshotFact(time, Instant.parse(time), "db", "payroll", "", Quality.GOOD, until);
  }

  private static RetentionDecision decide(
      RetentionRules rules, Floors floors, List<SnapshotFact> history) {
    RemovalLimit lifted = new RemovalLimit(null, null, true);
    return RetentionDecision.decide(
        new RetentionTerms(rules, FORTALEZA, floors, lifted), history, NOW);
  }
}
