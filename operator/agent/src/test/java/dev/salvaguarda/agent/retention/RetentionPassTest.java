package dev.salvaguarda.agent.retention;

import static dev.salvaguarda.agent.retention.CopiesOfPayroll.NOW;
import static dev.salvaguarda.agent.retention.CopiesOfPayroll.tags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.domain.retention.CalendarSpan;
import dev.salvaguarda.domain.retention.Cause;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.NextPass;
import dev.salvaguarda.domain.retention.RemovalLimit;
import dev.salvaguarda.domain.retention.RetentionRules;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.domain.workorder.RetentionResult;
import dev.salvaguarda.domain.workorder.RetentionResult.Preview;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionPassTest {
  private CopiesOfPayroll copies;

  @BeforeEach
  void createRepository(@TempDir Path directory) {
    copies = new CopiesOfPayroll(directory);
  }

  @AfterEach
  void close() {
    copies.close();
  }

  @Test
  void whatThePolicyNoLongerKeepsGoesAndEachIsTold() {
    List<String> history = copies.daily("policy=city/payroll", 5);

    List<RetentionResult> results = copies.run(order("city", "payroll", 2, Floors.NONE));

    assertThat(copies.left()).containsExactlyInAnyOrder(history.get(0), history.get(1));
    assertThat(results)
        .singleElement()
        .extracting(RetentionResult::left, RetentionResult::removed)
        .containsExactly(2, 3);
    assertThat(copies.log)
        .hasSize(3)
        .last()
        .asString()
        .isEqualTo(
            "payroll: The snapshot %s of payroll, made at 2026-11-24T12:00:00Z, is removed (keepLast: 2 newer ones are kept)."
                .formatted(history.get(2).substring(0, 8)));
  }

  @Test
  void snapshotsOfNoPolicyOfAnotherOfSeveralOrOfNoTargetStay() {
    Stream.of(
            List.<String>of(),
            List.of("by-hand"),
            List.of("policy=city/tax", "target=payroll"),
            List.of("policy=town/payroll", "target=payroll"),
            List.of("policy=city/payroll-2", "target=payroll"),
            List.of("policy=city/payroll", "policy=city/tax", "target=payroll"),
            List.of("policy=city/payroll"))
        .forEach(tags -> {
          copies.save(NOW.minus(Duration.ofDays(9)), tags);
          copies.save(NOW.minus(Duration.ofDays(8)), tags);
        });

    List<RetentionResult> results = copies.run(order("city", "payroll", 1, Floors.NONE));

    assertThat(copies.left()).hasSize(14);
    assertThat(results).singleElement().extracting(RetentionResult::left).isEqualTo(0);
  }

  @Test
  void withoutAnOrderNothingIsEvenRead() {
    copies.daily("policy=city/payroll", 3);
    assertThat(copies.run()).isEmpty();
    assertThat(copies.left()).hasSize(3);
  }

  @Test
  void floorsOfTheClusterHoldByRunAndBySnapshot() {
    List<String> history = copies.daily("policy=city/payroll", 6);
    Floors floors =
        new Floors(
            Set.of("run-3"), Set.of(history.get(4)), Map.of("run-5", "inspection"), Set.of());

    copies.run(order("city", "payroll", 1, floors));

    assertThat(copies.left())
        .containsExactlyInAnyOrder(history.get(0), history.get(3), history.get(4), history.get(5));
  }

  @Test
  void aSnapshotThatIsKnownToBeDamagedTakesNoFloorAndNoPlaceFromAGoodOne() {
    List<String> history = copies.daily("policy=city/payroll", 4);
    Floors floors = new Floors(Set.of(), Set.of(), Map.of(), Set.of(history.get(0)));

    copies.run(order("city", "payroll", 1, floors));

    assertThat(copies.left()).containsExactlyInAnyOrder(history.get(0), history.get(1));
  }

  @Test
  void aFloorThatNamesASnapshotHoldsItsCopyInAnotherRepositoryToo() {
    String elsewhere = "5".repeat(64);
    String copy =
        copies.save(
            NOW.minus(Duration.ofDays(9)),
            tags("policy=city/payroll", 9),
            ",\"original\":\"%s\"".formatted(elsewhere));
    List<String> history = copies.daily("policy=city/payroll", 3);

    copies.run(
        order("city", "payroll", 1, new Floors(Set.of(), Set.of(elsewhere), Map.of(), Set.of())));

    assertThat(copies.left()).containsExactlyInAnyOrder(history.get(0), copy);
  }

  @Test
  void aCopyInDoubtNeverPushesOutTheNewestGoodOne() {
    String good = copies.save(NOW.minus(Duration.ofDays(3)), tags("policy=city/payroll", 3));
    List<String> doubted = new ArrayList<>(tags("policy=city/payroll", 1));
    doubted.add("doubt=GuardMaxShrink");
    String newer = copies.save(NOW.minus(Duration.ofDays(1)), doubted);
    doubted.set(1, "run-uid=run-2");
    copies.save(NOW.minus(Duration.ofDays(2)), doubted);

    copies.run(order("city", "payroll", 1, Floors.NONE));

    assertThat(copies.left()).containsExactlyInAnyOrder(good, newer);
  }

  @Test
  void aCopyThatFellShortNeverTakesThePlaceOfTheLastCompleteOne() {
    String complete = copies.save(NOW.minus(Duration.ofDays(3)), tags("policy=city/payroll", 3));
    String newer = copies.save(NOW.minus(Duration.ofDays(1)), shortOf(1));
    copies.save(NOW.minus(Duration.ofDays(2)), shortOf(2));

    copies.run(order("city", "payroll", 1, Floors.NONE));

    assertThat(copies.left()).containsExactlyInAnyOrder(complete, newer);
  }

  private static List<String> shortOf(int run) {
    List<String> tags = new ArrayList<>(tags("policy=city/payroll", run));
    tags.add("short=FileUnreadable");
    return tags;
  }

  @Test
  void copiesOfAnotherHostTakeNoPlaceFromTheLastOfThisOne() {
    String right = copies.save(NOW.minus(Duration.ofDays(4)), tags("policy=city/payroll", 4));
    copies.host = "wrong";
    List<String> wrong = copies.daily("policy=city/payroll", 3);

    copies.run(order("city", "payroll", 1, Floors.NONE));

    assertThat(copies.left()).containsExactlyInAnyOrder(right, wrong.getFirst());
  }

  @Test
  void whatTheStoreLocksStaysAndNoOtherGoesInItsPlace() {
    List<String> history = copies.daily("policy=city/payroll", 10);
    history
        .subList(1, 10)
        .forEach(id -> copies.locked.put("snapshots/" + id, NOW.plus(Duration.ofDays(1))));

    List<RetentionResult> results = copies.run(order("city", "payroll", 1, Floors.NONE));

    assertThat(copies.left()).hasSize(10);
    assertThat(results.getFirst().samples())
        .extracting(RetentionResult.Sample::why)
        .contains("object lock: until 2026-11-27T12:00:00Z");
  }

  @Test
  void whatTheStoreLocksIsNotAnnouncedAsGoingAndDoesNotHoldBackTheRest() {
    List<String> history = copies.daily("policy=city/payroll", 3);
    copies.locked.put("snapshots/" + history.get(1), NOW.plus(Duration.ofDays(1)));

    List<RetentionResult> results =
        copies.run(order("city", "payroll", 1, Floors.NONE, RemovalLimit.FIRST));

    assertThat(copies.left()).containsExactlyInAnyOrder(history.get(0), history.get(1));
    assertThat(results)
        .singleElement()
        .satisfies(told -> {
          assertThat(told.removed()).isEqualTo(1);
          assertThat(told.heldBack()).isZero();
          assertThat(told.announcement()).isNull();
        });
  }

  @Test
  void whatTheStoreRefusesToDeleteStaysIsToldAndKeepsNoOtherFromGoing() {
    List<String> history = copies.daily("policy=city/payroll", 4);
    copies.refused.add("snapshots/" + history.get(3));

    List<RetentionResult> results = copies.run(order("city", "payroll", 1, Floors.NONE));

    assertThat(copies.left()).containsExactlyInAnyOrder(history.get(0), history.get(3));
    assertThat(results)
        .singleElement()
        .extracting(RetentionResult::left, RetentionResult::removed, RetentionResult::heldBack)
        .containsExactly(2, 2, 0);
    assertThat(results.getFirst().keptBy()).containsEntry(Cause.LOCKED, 1);
    assertThat(results.getFirst().samples())
        .filteredOn(sample -> sample.snapshot().equals(history.get(3)))
        .extracting(RetentionResult.Sample::why)
        .containsExactly("object lock: the object store refused to delete it");
    assertThat(copies.log).hasSize(2);
    assertThat(copies.warnings)
        .containsExactly(
            "The snapshot %s of payroll, made at 2026-11-23T12:00:00Z, stays, because the object store refuses to delete it."
                .formatted(history.get(3).substring(0, 8)));
  }

  @Test
  void aLockThatIsLostEndsThePassBeforeTheNextRemoval() {
    copies.daily("policy=city/payroll", 5);
    copies.loseLock();

    assertThatThrownBy(() -> copies.run(order("city", "payroll", 1, Floors.NONE)))
        .isInstanceOf(RepositoryException.class)
        .extracting(e -> ((RepositoryException) e).reason())
        .isEqualTo(Reason.LOCK_LOST);
    assertThat(copies.left()).hasSize(5);
  }

  @Test
  void anOrderFromTheFutureRemovesNothing() {
    copies.daily("policy=city/payroll", 5);
    copies.serverTime = NOW.minus(Duration.ofMinutes(5));

    assertThatThrownBy(() -> copies.run(order("city", "payroll", 1, Floors.NONE)))
        .isInstanceOf(RepositoryException.class)
        .extracting(e -> ((RepositoryException) e).reason())
        .isEqualTo(Reason.CLOCK_SKEW);
    assertThat(copies.left()).hasSize(5);
  }

  @Test
  void anOrderThatWaitedForItsPodIsCarriedOut() {
    copies.daily("policy=city/payroll", 5);
    copies.serverTime = NOW.plus(Duration.ofHours(3));

    copies.run(order("city", "payroll", 1, Floors.NONE));

    assertThat(copies.left()).hasSize(1);
  }

  @Test
  void whatTheNextPassRemovesIsToldOnceThisOneIsDone() {
    List<String> history = copies.daily("policy=city/payroll", 5);
    copies.locked.put("snapshots/" + history.get(2), NOW.plus(Duration.ofDays(9)));
    copies.refused.add("snapshots/" + history.get(4));

    List<RetentionResult> results =
        copies.run(
            order("city", "payroll", 2, Floors.NONE)
                .before(
                    new NextPass(
                        NOW.plus(Duration.ofHours(20)),
                        List.of("0 22 * * *"),
                        Duration.ZERO,
                        Set.of(),
                        Set.of())));

    assertThat(results).hasSize(2);
    assertThat(results.getFirst().next()).as("before all is done").isNull();
    assertThat(results.getFirst().removed()).isEqualTo(results.getLast().removed()).isEqualTo(1);
    Preview next = Objects.requireNonNull(results.getLast().next());
    assertThat(next)
        .extracting(Preview::terms, Preview::due, Preview::snapshots, Preview::removes)
        .containsExactly("keepLast=2 in Z", 1, 5, 1);
    assertThat(next.samples())
        .singleElement()
        .extracting(RetentionResult.Sample::snapshot, RetentionResult.Sample::why)
        .containsExactly(history.get(1), "keepLast: 2 newer ones are kept");
  }

  @Test
  void whatIsYoungerThanTheOrderStays() {
    copies.save(NOW.plusSeconds(1), tags("policy=city/payroll", 0));
    List<String> history = copies.daily("policy=city/payroll", 2);

    copies.run(order("city", "payroll", 1, Floors.NONE));

    assertThat(copies.left()).hasSize(2).contains(history.get(0));
  }

  private static RetentionOrder order(String namespace, String policy, int last, Floors floors) {
    return order(namespace, policy, last, floors, new RemovalLimit(null, null, true));
  }

  private static RetentionOrder order(
      String namespace, String policy, int last, Floors floors, RemovalLimit limit) {
    return new RetentionOrder(
        namespace,
        policy,
        NOW,
        new RetentionTerms(
            new RetentionRules(last, 0, 0, 0, 0, 0, CalendarSpan.NONE),
            ZoneOffset.UTC,
            floors,
            limit),
        null);
  }
}
