package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a run believes of those that it waits for. */
class RunCacheTest {
  private static final String POLICY = RunCache.key("finance", "payroll");

  @Test
  void anEndThatWeWroteCountsBeforeTheWatchHasBroughtIt() {
    IndexedResourceCache<BackupRun> runs =
        new Behind(run("first", "Running"), Optional.of(run("first", "Succeeded")));

    assertThat(RunCache.open(runs, Stream.of(POLICY))).isEmpty();
  }

  @Test
  void aRunThatIsGoneIsNotWaitedFor() {
    IndexedResourceCache<BackupRun> runs = new Behind(run("first", "Running"), Optional.empty());

    assertThat(RunCache.open(runs, Stream.of(POLICY))).isEmpty();
  }

  @Test
  void oneThatWorksIsWaitedFor() {
    BackupRun works = run("first", "Running");

    assertThat(RunCache.open(new Behind(works, Optional.of(works)), Stream.of(POLICY)))
        .containsExactly(works);
  }

  @Test
  void whoeverIsInTheSameBucketIsNoRivalForThat() {
    BackupPolicy payroll = policy("payroll", "db-a");
    // Texts with one hash, and so in one bucket.
    BackupPolicy neighbour = policy("neighbour", "Aa");
    BackupPolicy other = policy("other", "BB");
    List<BackupPolicy> all = List.of(payroll, neighbour, other);

    assertThat(RunCache.bucketsOf(neighbour)).isEqualTo(RunCache.bucketsOf(other));
    assertThat(RunCache.ofGroup(new Watched(all), RunCache.key("finance", "Aa")))
        .containsExactly(neighbour);
    assertThat(RunCache.ofGroup(new Watched(all), RunCache.key("finance", "db-a")))
        .containsExactly(payroll);
    assertThat(RunCache.ofGroup(new Watched(all), RunCache.key("other", "db-a"))).isEmpty();
  }

  @Test
  void ofOneInLineItIsKnownForWhomItWaits() {
    BackupRun waits = run("first", "Queued, queue: {position: 1, waitingFor: second}");

    assertThat(RunLine.contender(waits, "payroll", List.of(), RunLine.standing(waits)).waitsFor())
        .isEqualTo("second");
    BackupRun works = run("first", "Running");
    assertThat(RunLine.contender(works, "payroll", List.of(), RunLine.standing(works)).waitsFor())
        .isEmpty();
  }

  /**
   * A cache that knows of one run what was written, while its index has what the watch brought.
   *
   * @param indexed as it is found by its policy
   * @param newest as it is found by its name
   */
  private record Behind(BackupRun indexed, Optional<BackupRun> newest)
      implements IndexedResourceCache<BackupRun> {
    @Override
    public List<BackupRun> byIndex(String index, String key) {
      return index.equals(RunCache.OPEN_BY_POLICY) && RunCache.policyOfOpen(indexed).contains(key)
          ? List.of(indexed)
          : List.of();
    }

    @Override
    public Optional<BackupRun> get(ResourceID id) {
      return newest.filter(run -> ResourceID.fromResource(run).equals(id));
    }

    @Override
    public Stream<ResourceID> keys() {
      return newest.stream().map(ResourceID::fromResource);
    }

    @Override
    public Stream<BackupRun> list(Predicate<BackupRun> wanted) {
      return newest.stream().filter(wanted);
    }

    @Override
    public Stream<BackupRun> list(String namespace, Predicate<BackupRun> wanted) {
      return list(wanted);
    }
  }

  private static BackupRun run(String name, String phase) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: finance, uid: uid-1, creationTimestamp: "2026-03-01T22:00:00Z"}
        spec: {policyRef: {name: payroll}}
        status: {phase: %s}
        """
            .formatted(name, phase),
        BackupRun.class);
  }

  private static BackupPolicy policy(String name, String group) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: finance, name: %s}
        spec:
          concurrencyGroup: %s
          schedules: [{name: daily, cron: "0 2 * * *"}]
          source: {postgresql: {host: db.example.org, credentialsRef: {name: db}}}
          repositories: [{name: offsite}]
        """
            .formatted(name, group),
        BackupPolicy.class);
  }

  /** Policies as the watch indexes them. */
  private record Watched(List<BackupPolicy> all) implements IndexedResourceCache<BackupPolicy> {
    @Override
    public List<BackupPolicy> byIndex(String index, String key) {
      return all.stream().filter(policy -> RunCache.bucketsOf(policy).contains(key)).toList();
    }

    @Override
    public Optional<BackupPolicy> get(ResourceID id) {
      return all.stream().filter(one -> ResourceID.fromResource(one).equals(id)).findFirst();
    }

    @Override
    public Stream<ResourceID> keys() {
      return all.stream().map(ResourceID::fromResource);
    }

    @Override
    public Stream<BackupPolicy> list(Predicate<BackupPolicy> wanted) {
      return all.stream().filter(wanted);
    }

    @Override
    public Stream<BackupPolicy> list(String namespace, Predicate<BackupPolicy> wanted) {
      return list(wanted);
    }
  }
}
