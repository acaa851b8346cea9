package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSource;
import dev.salvaguarda.api.restore.RestoreSource.PolicyPoint;
import dev.salvaguarda.api.restore.RestoreSource.SnapshotRef;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.SnapshotFacts;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunOwner;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.restore.StoredCopyGatherer.Wish;
import dev.salvaguarda.domain.restore.CopyChoice;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.SourceAnswer;
import dev.salvaguarda.domain.run.Answers.ArchiveAnswer;
import dev.salvaguarda.domain.text.ShortId;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the copies that a restore names, and says in a sentence why there are none. */
final class CopyGatherer {
  private final KubernetesClient client;
  private final RunRecords records;
  private final ProofGatherer proofs;
  private final StoredCopyGatherer stored;

  CopyGatherer(KubernetesClient client, RunRecords records, ProofGatherer proofs) {
    this.client = client;
    this.records = records;
    this.proofs = proofs;
    this.stored = new StoredCopyGatherer(client, proofs);
  }

  SourceAnswer find(Restore restore) {
    RestoreSource source = restore.getSpec().source();
    SourceAnswer answer =
        source.runRef() != null
            ? ofRun(restore, source.runRef())
            : source.policyRef() != null
                ? ofPolicy(restore, source.policyRef())
                : ofSnapshot(restore, Objects.requireNonNull(source.snapshot()));
    if (!(answer instanceof SourceAnswer.Found(RestorePlan plan))) {
      return answer;
    }
    return WantedNames.obstacle(restore.getSpec(), plan)
        .or(() -> WantedChecks.obstacle(restore.getSpec(), plan))
        .or(() -> WantedFiles.obstacle(restore.getSpec(), plan))
        .<SourceAnswer>map(SourceAnswer.Impossible::new)
        .orElseGet(() -> new SourceAnswer.Found(placed(restore, plan)));
  }

  /**
   * A person who lost something takes it from wherever it is. A test says something about the
   * repository that it names, and a snapshot is named in one.
   */
  private RestorePlan placed(Restore restore, RestorePlan plan) {
    if (restore.getSpec().purpose() == RestoreSpec.Purpose.TEST
        || restore.getSpec().source().snapshot() != null
        || plan.policy() == null) {
      return plan;
    }
    return new OtherPlaces(proofs::copies, name -> get(BackupRepository.class, restore, name))
        .reachable(plan, records.ofPolicy(restore.getMetadata().getNamespace(), plan.policy()));
  }

  /** Names of all targets of a plan, for people. */
  static String names(RestorePlan plan) {
    return plan.parts().stream().map(Part::target).collect(Collectors.joining(", "));
  }

  private SourceAnswer ofRun(Restore restore, LocalRef ref) {
    BackupRun run = get(BackupRun.class, restore, ref.name());
    if (run == null) {
      return new SourceAnswer.Absent("There is no BackupRun %s.".formatted(ref.name()));
    }
    if (run.getStatus() == null
        || run.getStatus().phase() == null
        || !run.getStatus().phase().isFinal()) {
      return new SourceAnswer.Wait("BackupRun %s has not ended yet.".formatted(ref.name()));
    }
    String repository = repositoryOf(run, restore);
    if (repository == null) {
      return new SourceAnswer.Impossible(
          "Nobody wrote down to which repository BackupRun %s copied, and its policy is gone; name the snapshot instead."
              .formatted(ref.name()));
    }
    CopyChoice choice = RunCopies.ofRun(run, repository);
    int omitted = Objects.requireNonNullElse(run.getStatus().targetsOmitted(), 0);
    if (omitted > 0) {
      return withUnlisted(restore, run, choice, omitted);
    }
    return choice.of(restore.getSpec().targets());
  }

  /** A run lists 50 targets at most; the repository knows the others. */
  private SourceAnswer withUnlisted(
      Restore restore, BackupRun run, CopyChoice choice, int omitted) {
    BackupRepository repository = get(BackupRepository.class, restore, choice.repository());
    Instant since =
        Objects.requireNonNullElseGet(
            run.getStatus().startTime(),
            () -> Instant.parse(run.getMetadata().getCreationTimestamp()));
    return switch (proofs.find(repository, run.getMetadata().getUid(), since)) {
      case ArchiveAnswer.Holds(Map<String, String> snapshots, _) ->
          choice.with(snapshots, omitted).of(restore.getSpec().targets());
      case ArchiveAnswer.Unanswered silent -> new SourceAnswer.Wait(silent.failure().message());
      case ArchiveAnswer.NotAsked _ -> throw new IllegalStateException("it was asked");
    };
  }

  private SourceAnswer ofPolicy(Restore restore, PolicyPoint point) {
    Optional<Instant> at = RunCopies.at(point);
    if (at.isEmpty()) {
      return new SourceAnswer.Impossible("There is no instant %s.".formatted(point.at()));
    }
    BackupPolicy policy = get(BackupPolicy.class, restore, point.name());
    List<BackupRun> runs = records.ofPolicy(restore.getMetadata().getNamespace(), point.name());
    List<BackupRun> speaking = speaking(restore, policy, runs);
    if (at.get().equals(Instant.MAX) && RunCopies.haveCopy(speaking)) {
      return RunCopies.ofPolicy(
              point.name(), speaking, run -> Optional.ofNullable(repositoryOf(run, restore)))
          .of(restore.getSpec().targets());
    }
    // The newest runs are always there. Which others are is no sign of what was copied.
    return stored.find(new Wish(restore, point.name(), policy, at.get(), speaking));
  }

  /**
   * The runs whose copies a restore may choose from. A person who lost something also takes what an
   * earlier policy of the same name copied; a test says something about the policy that is there.
   *
   * @param policy null if it is gone
   */
  static List<BackupRun> speaking(
      Restore restore, @Nullable BackupPolicy policy, List<BackupRun> runs) {
    return policy == null || restore.getSpec().purpose() != RestoreSpec.Purpose.TEST
        ? runs
        : runs.stream().filter(run -> RunOwner.isOf(run, policy)).toList();
  }

  private SourceAnswer ofSnapshot(Restore restore, SnapshotRef ref) {
    String name = ref.repositoryRef().name();
    BackupRepository repository = get(BackupRepository.class, restore, name);
    if (repository == null) {
      return new SourceAnswer.Absent("There is no BackupRepository %s.".formatted(name));
    }
    if (RepositoryReadiness.of(name, repository) instanceof Readiness.NotReady(String why)) {
      return new SourceAnswer.Wait(why);
    }
    try {
      return proofs
          .describe(repository, ref.id())
          .<SourceAnswer>map(snapshot -> found(restore, name, snapshot))
          .orElseGet(() ->
              new SourceAnswer.Impossible(
                  "Repository %s holds no snapshot %s.".formatted(name, ref.id())));
    } catch (ArchiveAccessException silent) {
      return new SourceAnswer.Wait(silent.failure().message());
    }
  }

  private static SourceAnswer found(Restore restore, String repository, SnapshotFacts snapshot) {
    String target = SnapshotTags.targetOf(snapshot.tags());
    String name = target.isEmpty() ? "snapshot-" + ShortId.of(snapshot.id()) : target;
    List<String> wanted = restore.getSpec().targets();
    if (!wanted.isEmpty() && !wanted.equals(List.of(name))) {
      return new SourceAnswer.Impossible(
          "The snapshot holds %s, and targets names %s."
              .formatted(name, String.join(", ", wanted)));
    }
    return new SourceAnswer.Found(
        new RestorePlan(
            SnapshotTags.policyOf(snapshot.tags(), restore.getMetadata().getNamespace())
                .orElse(null),
            null,
            repository,
            snapshot.time(),
            List.of(new Part(name, snapshot.id(), snapshot.bytes(), null))));
  }

  /** The repository that a run wrote to; of runs that did not say so, its policy's. */
  private @Nullable String repositoryOf(BackupRun run, Restore restore) {
    if (run.getStatus().worker() != null && run.getStatus().worker().repository() != null) {
      return run.getStatus().worker().repository();
    }
    BackupPolicy policy = get(BackupPolicy.class, restore, run.getSpec().policyRef().name());
    return policy == null ? null : policy.getSpec().repositories().getFirst().name();
  }

  private <R extends CustomResource<?, ?>> @Nullable R get(
      Class<R> kind, Restore restore, String name) {
    return client
        .resources(kind)
        .inNamespace(restore.getMetadata().getNamespace())
        .withName(name)
        .get();
  }
}
