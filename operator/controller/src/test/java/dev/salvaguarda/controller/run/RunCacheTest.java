package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

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
}
