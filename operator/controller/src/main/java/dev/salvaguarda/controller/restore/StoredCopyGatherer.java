package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.SnapshotFacts;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.controller.source.SourceWorkload;
import dev.salvaguarda.domain.restore.SourceAnswer;
import dev.salvaguarda.domain.restore.StoredCopies;
import dev.salvaguarda.domain.restore.StoredCopies.Point;
import dev.salvaguarda.domain.worker.Readiness;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the copies of a policy in the repositories themselves, which remember more than the objects
 * of its runs: those are given up after a while.
 */
final class StoredCopyGatherer {
  private final KubernetesClient client;
  private final ProofGatherer proofs;

  StoredCopyGatherer(KubernetesClient client, ProofGatherer proofs) {
    this.client = client;
    this.proofs = proofs;
  }

  /**
   * Which copies are wanted.
   *
   * @param restore that wants them
   * @param name of the policy
   * @param policy itself; null if it is gone, and then every repository of the namespace may have
   *     them
   * @param at at or before which they were captured; {@link Instant#MAX} for the newest
   * @param runs of the policy that are still there and whose copies may be taken
   */
  record Wish(
      Restore restore,
      String name,
      @Nullable BackupPolicy policy,
      Instant at,
      List<BackupRun> runs) {
    String namespace() {
      return restore.getMetadata().getNamespace();
    }

    List<String> targets() {
      return restore.getSpec().targets();
    }

    /** Whether a repository is known to lack copies of the policy that it should have. */
    boolean isBehind(String place) {
      return policy != null
          && policy.getStatus() != null
          && policy.getStatus().repositories().stream()
              .anyMatch(one ->
                  one.name().equals(place) && Objects.requireNonNullElse(one.lacking(), 0) > 0);
    }

    boolean isTest() {
      return restore.getSpec().purpose() == RestoreSpec.Purpose.TEST;
    }

    /** A test says something about the policy that is there, which made nothing before it was. */
    boolean speaks(SnapshotFacts snapshot) {
      return policy == null
          || !isTest()
          || !snapshot.time().isBefore(Instant.parse(policy.getMetadata().getCreationTimestamp()));
    }
  }

  /**
   * Looks in the repositories of the policy, one after the other until one has it all: a person who
   * lost something takes it from wherever it is, and a test speaks of the first alone. One that is
   * behind does not stand in for one that is usable and did not answer this time: that may have a
   * newer copy, and is asked again until a probe finds it unusable.
   */
  SourceAnswer find(Wish wish) {
    List<BackupRepository> all = list(BackupRepository.class, wish);
    return find(wish, all, repository -> read(wish, repository, all));
  }

  /**
   * The same.
   *
   * @param all repositories of the namespace
   * @param reader throws {@link ArchiveAccessException} when one could not be looked at
   */
  static SourceAnswer find(
      Wish wish, List<BackupRepository> all, Function<BackupRepository, StoredCopies> reader) {
    List<StoredCopies> found = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    boolean awaited = false;
    for (String place : places(wish, all)) {
      Optional<BackupRepository> repository =
          all.stream().filter(one -> one.getMetadata().getName().equals(place)).findFirst();
      switch (RepositoryReadiness.of(place, repository.orElse(null))) {
        case Readiness.NotReady(String why) -> silent.add(why);
        case Readiness.Ready _ -> {
          try {
            StoredCopies held = reader.apply(repository.orElseThrow());
            if (!awaited || !wish.isBehind(place)) {
              found.add(held);
            }
          } catch (ArchiveAccessException e) {
            silent.add(e.failure().message());
            awaited = true;
          }
        }
      }
      boolean enough = found.stream().anyMatch(one -> one.isSound(wish.targets()));
      if (wish.policy() != null && enough) {
        break;
      }
    }
    return answer(wish, found, silent);
  }

  private static List<String> places(Wish wish, List<BackupRepository> all) {
    BackupPolicy policy = wish.policy();
    return policy == null
        ? all.stream().map(one -> one.getMetadata().getName()).sorted().toList()
        : policy.getSpec().repositories().stream()
            .map(LocalRef::name)
            .limit(wish.isTest() ? 1 : Long.MAX_VALUE)
            .toList();
  }

  /** The best of what was found; while a place that may have more is silent, nobody can say no. */
  private static SourceAnswer answer(Wish wish, List<StoredCopies> found, List<String> silent) {
    Optional<StoredCopies> best =
        found.stream()
            .min(
                Comparator.comparing((StoredCopies one) -> !isFound(one, wish))
                    .thenComparing(one -> !one.isSound(wish.targets()))
                    .thenComparing(
                        one -> one.newest().orElse(Instant.MIN), Comparator.reverseOrder()));
    if (best.filter(one -> isFound(one, wish)).isEmpty() && !silent.isEmpty()) {
      return new SourceAnswer.Wait(
          wish.policy() == null
              ? "There is no BackupPolicy %s, and not every place that may hold copies of it can be looked at: %s"
                  .formatted(wish.name(), silent.getFirst())
              : silent.getFirst());
    }
    boolean nobodys = wish.policy() == null && found.stream().allMatch(StoredCopies::isEmpty);
    return best.filter(_ -> !nobodys)
        .map(one -> one.answer(wish.targets()))
        .orElseGet(
            () -> new SourceAnswer.Absent("There is no BackupPolicy %s.".formatted(wish.name())));
  }

  private static boolean isFound(StoredCopies one, Wish wish) {
    return one.answer(wish.targets()) instanceof SourceAnswer.Found;
  }

  private StoredCopies read(Wish wish, BackupRepository repository, List<BackupRepository> all) {
    BackupPolicy policy = wish.policy();
    List<BackupPolicy> policies = list(BackupPolicy.class, wish);
    Set<String> damaged = new Places(all::stream, policies::stream).damage(repository).ids();
    StoredFinds finds = new StoredFinds(RunCopies.told(wish.runs()), damaged);
    return StoredCopies.of(
        new Point(
            wish.name(),
            repository.getMetadata().getName(),
            wish.at(),
            policy == null
                ? null
                : SourceWorkload.of(wish.name(), policy.getSpec()).order().host()),
        proofs.ofPolicy(repository, wish.name()).stream()
            .filter(wish::speaks)
            .filter(StoredFinds::isOfTarget)
            .map(finds::copy)
            .toList(),
        wish.runs().stream().flatMap(run -> RunCopies.note(run).stream()).toList());
  }

  private <R extends CustomResource<?, ?>> List<R> list(Class<R> kind, Wish wish) {
    return client.resources(kind).inNamespace(wish.namespace()).list().getItems();
  }
}
