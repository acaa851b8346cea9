package dev.salvaguarda.agent.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.retention.CalendarSpan;
import dev.salvaguarda.domain.retention.Cause;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.RemovalLimit;
import dev.salvaguarda.domain.retention.RetentionRules;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.domain.workorder.RetentionResult;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.DirectoryStore;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionPassTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private Instant serverTime = NOW;

  @TempDir Path directory;
  private final Map<String, Instant> locked = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final List<String> log = new ArrayList<>();
  private String host = "db";
  private final List<String> warnings = new ArrayList<>();
  private Repository repository;
  private RepositoryLock lock;

  @BeforeEach
  void createRepository() {
    DirectoryStore store =
        new DirectoryStore(directory) {
          @Override
          public Optional<Instant> lockedUntil(String key) {
            return Optional.ofNullable(locked.get(key));
          }

          @Override
          public void delete(String key) {
            if (refused.contains(key)) {
              throw new RepositoryException(Reason.ACCESS_DENIED, "no");
            }
            super.delete(key);
          }

          @Override
          public Instant serverTime() {
            return serverTime;
          }
        };
    try (SecretBytes password = SecretBytes.ofUtf8("canary")) {
      repository = Repository.create(store, password, List.of(), Contexts.here());
    }
    lock = repository.locks().acquire(LockMode.EXCLUSIVE);
  }

  @AfterEach
  void close() {
    lock.close();
    repository.close();
  }

  @Test
  void whatThePolicyNoLongerKeepsGoesAndEachIsTold() {
    List<String> history = daily("policy=city/payroll", 5);

    List<RetentionResult> results = run(order("city", "payroll", 2, Floors.NONE));

    assertThat(left()).containsExactlyInAnyOrder(history.get(0), history.get(1));
    assertThat(results)
        .singleElement()
        .extracting(RetentionResult::left, RetentionResult::removed)
        .containsExactly(2, 3);
    assertThat(log)
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
          save(NOW.minus(Duration.ofDays(9)), tags);
          save(NOW.minus(Duration.ofDays(8)), tags);
        });

    List<RetentionResult> results = run(order("city", "payroll", 1, Floors.NONE));

    assertThat(left()).hasSize(14);
    assertThat(results).singleElement().extracting(RetentionResult::left).isEqualTo(0);
  }

  @Test
  void withoutAnOrderNothingIsEvenRead() {
    daily("policy=city/payroll", 3);
    assertThat(run()).isEmpty();
    assertThat(left()).hasSize(3);
  }

  @Test
  void floorsOfTheClusterHoldByRunAndBySnapshot() {
    List<String> history = daily("policy=city/payroll", 6);
    Floors floors =
        new Floors(
            Set.of("run-3"), Set.of(history.get(4)), Map.of("run-5", "inspection"), Set.of());

    run(order("city", "payroll", 1, floors));

    assertThat(left())
        .containsExactlyInAnyOrder(history.get(0), history.get(3), history.get(4), history.get(5));
  }

  @Test
  void aSnapshotThatIsKnownToBeDamagedTakesNoFloorAndNoPlaceFromAGoodOne() {
    List<String> history = daily("policy=city/payroll", 4);
    Floors floors = new Floors(Set.of(), Set.of(), Map.of(), Set.of(history.get(0)));

    run(order("city", "payroll", 1, floors));

    assertThat(left()).containsExactlyInAnyOrder(history.get(0), history.get(1));
  }

  @Test
  void aFloorThatNamesASnapshotHoldsItsCopyInAnotherRepositoryToo() {
    String elsewhere = "5".repeat(64);
    String copy =
        save(
            NOW.minus(Duration.ofDays(9)),
            tags("policy=city/payroll", 9),
            ",\"original\":\"%s\"".formatted(elsewhere));
    List<String> history = daily("policy=city/payroll", 3);

    run(order("city", "payroll", 1, new Floors(Set.of(), Set.of(elsewhere), Map.of(), Set.of())));

    assertThat(left()).containsExactlyInAnyOrder(history.get(0), copy);
  }

  @Test
  void aCopyInDoubtNeverPushesOutTheNewestGoodOne() {
    String good = save(NOW.minus(Duration.ofDays(3)), tags("policy=city/payroll", 3));
    List<String> doubted = new ArrayList<>(tags("policy=city/payroll", 1));
    doubted.add("doubt=GuardMaxShrink");
    String newer = save(NOW.minus(Duration.ofDays(1)), doubted);
    doubted.set(1, "run-uid=run-2");
    save(NOW.minus(Duration.ofDays(2)), doubted);

    run(order("city", "payroll", 1, Floors.NONE));

    assertThat(left()).containsExactlyInAnyOrder(good, newer);
  }

  @Test
  void aCopyThatFellShortNeverTakesThePlaceOfTheLastCompleteOne() {
    String complete = save(NOW.minus(Duration.ofDays(3)), tags("policy=city/payroll", 3));
    String newer = save(NOW.minus(Duration.ofDays(1)), shortOf(1));
    save(NOW.minus(Duration.ofDays(2)), shortOf(2));

    run(order("city", "payroll", 1, Floors.NONE));

    assertThat(left()).containsExactlyInAnyOrder(complete, newer);
  }

  private static List<String> shortOf(int run) {
    List<String> tags = new ArrayList<>(tags("policy=city/payroll", run));
    tags.add("short=FileUnreadable");
    return tags;
  }

  @Test
  void copiesOfAnotherHostTakeNoPlaceFromTheLastOfThisOne() {
    String right = save(NOW.minus(Duration.ofDays(4)), tags("policy=city/payroll", 4));
    host = "wrong";
    List<String> wrong = daily("policy=city/payroll", 3);

    run(order("city", "payroll", 1, Floors.NONE));

    assertThat(left()).containsExactlyInAnyOrder(right, wrong.getFirst());
  }

  @Test
  void whatTheStoreLocksStaysAndNoOtherGoesInItsPlace() {
    List<String> history = daily("policy=city/payroll", 10);
    history
        .subList(1, 10)
        .forEach(id -> locked.put("snapshots/" + id, NOW.plus(Duration.ofDays(1))));

    List<RetentionResult> results = run(order("city", "payroll", 1, Floors.NONE));

    assertThat(left()).hasSize(10);
    assertThat(results.getFirst().samples())
        .extracting(RetentionResult.Sample::why)
        .contains("object lock: until 2026-11-27T12:00:00Z");
  }

  @Test
  void whatTheStoreLocksIsNotAnnouncedAsGoingAndDoesNotHoldBackTheRest() {
    List<String> history = daily("policy=city/payroll", 3);
    locked.put("snapshots/" + history.get(1), NOW.plus(Duration.ofDays(1)));

    List<RetentionResult> results =
        run(order("city", "payroll", 1, Floors.NONE, RemovalLimit.FIRST));

    assertThat(left()).containsExactlyInAnyOrder(history.get(0), history.get(1));
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
    List<String> history = daily("policy=city/payroll", 4);
    refused.add("snapshots/" + history.get(3));

    List<RetentionResult> results = run(order("city", "payroll", 1, Floors.NONE));

    assertThat(left()).containsExactlyInAnyOrder(history.get(0), history.get(3));
    assertThat(results)
        .singleElement()
        .extracting(RetentionResult::left, RetentionResult::removed, RetentionResult::heldBack)
        .containsExactly(2, 2, 0);
    assertThat(results.getFirst().keptBy()).containsEntry(Cause.LOCKED, 1);
    assertThat(results.getFirst().samples())
        .filteredOn(sample -> sample.snapshot().equals(history.get(3)))
        .extracting(RetentionResult.Sample::why)
        .containsExactly("object lock: the object store refused to delete it");
    assertThat(log).hasSize(2);
    assertThat(warnings)
        .containsExactly(
            "The snapshot %s of payroll, made at 2026-11-23T12:00:00Z, stays, because the object store refuses to delete it."
                .formatted(history.get(3).substring(0, 8)));
  }

  @Test
  void aLockThatIsLostEndsThePassBeforeTheNextRemoval() {
    daily("policy=city/payroll", 5);
    repository.files().delete(FileType.LOCK, lock.id());

    assertThatThrownBy(() -> run(order("city", "payroll", 1, Floors.NONE)))
        .isInstanceOf(RepositoryException.class)
        .extracting(e -> ((RepositoryException) e).reason())
        .isEqualTo(Reason.LOCK_LOST);
    assertThat(left()).hasSize(5);
  }

  @Test
  void anOrderFromTheFutureRemovesNothing() {
    daily("policy=city/payroll", 5);
    serverTime = NOW.minus(Duration.ofMinutes(5));

    assertThatThrownBy(() -> run(order("city", "payroll", 1, Floors.NONE)))
        .isInstanceOf(RepositoryException.class)
        .extracting(e -> ((RepositoryException) e).reason())
        .isEqualTo(Reason.CLOCK_SKEW);
    assertThat(left()).hasSize(5);
  }

  @Test
  void anOrderThatWaitedForItsPodIsCarriedOut() {
    daily("policy=city/payroll", 5);
    serverTime = NOW.plus(Duration.ofHours(3));

    run(order("city", "payroll", 1, Floors.NONE));

    assertThat(left()).hasSize(1);
  }

  @Test
  void whatIsYoungerThanTheOrderStays() {
    save(NOW.plusSeconds(1), tags("policy=city/payroll", 0));
    List<String> history = daily("policy=city/payroll", 2);

    run(order("city", "payroll", 1, Floors.NONE));

    assertThat(left()).hasSize(2).contains(history.get(0));
  }

  private List<RetentionResult> run(RetentionOrder... orders) {
    List<RetentionResult> results = new ArrayList<>();
    new RetentionPass(repository, lock, new Log()).run(List.of(orders), results::add);
    return results;
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
            limit));
  }

  /** The newest first, one a day. */
  private List<String> daily(String policy, int days) {
    List<String> ids = new ArrayList<>();
    for (int back = 0; back < days; back++) {
      ids.add(save(NOW.minus(Duration.ofDays(back)), tags(policy, back)));
    }
    return ids;
  }

  private static List<String> tags(String policy, int run) {
    return List.of(policy, "run-uid=run-" + run, "target=payroll");
  }

  private String save(Instant time, List<String> tags) {
    return save(time, tags, "");
  }

  private String save(Instant time, List<String> tags, String more) {
    String json =
        """
        {"time":"%s","tree":"%064x","paths":["/payroll"],"hostname":"%s","tags":[%s]%s}\
        """
            .formatted(
                time,
                1,
                host,
                tags.stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(",")),
                more);
    return repository
        .files()
        .save(FileType.SNAPSHOT, json.getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  private List<String> left() {
    return repository.snapshots().list().stream().map(Snapshot::id).map(Object::toString).toList();
  }

  private final class Log implements Notes {
    @Override
    public void trace(@Nullable String target, Failure failure) {}

    @Override
    public void info(@Nullable String target, String message) {
      log.add(target + ": " + message);
    }

    @Override
    public void warning(@Nullable String target, Failure failure) {
      warnings.add(failure.message());
    }

    @Override
    public void error(@Nullable String target, Failure failure) {}
  }
}
