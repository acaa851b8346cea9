package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunRepositoryStatus;
import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.controller.record.FirstCopy;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.worker.Readiness;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the same copies in another repository while the one of a plan is not ready, or what it
 * holds of them is known to be damaged.
 */
final class OtherPlaces {
  private static final Logger LOG = LoggerFactory.getLogger(OtherPlaces.class);

  private final Copies found;
  private final Function<String, @Nullable BackupRepository> repositories;

  /** The copies that a repository holds of a run's snapshots: their ids by those of the first. */
  interface Copies {
    /**
     * Looks for them.
     *
     * @throws ArchiveAccessException when the repository could not be looked at
     */
    Map<String, String> of(BackupRepository repository, String runUid, Instant since);
  }

  /**
   * Looks among these.
   *
   * @param found tells what another repository holds
   * @param repositories finds one by its name; null if there is none
   */
  OtherPlaces(Copies found, Function<String, @Nullable BackupRepository> repositories) {
    this.found = found;
    this.repositories = repositories;
  }

  /**
   * The plan itself if its repository is ready and its copies there are not known to be damaged, or
   * if no other one that is ready has all of them.
   *
   * @param runs among which are those that made the copies
   */
  RestorePlan reachable(RestorePlan plan, List<BackupRun> runs) {
    Set<String> ids = plan.parts().stream().map(Part::snapshotId).collect(Collectors.toSet());
    List<BackupRun> makers = runs.stream().filter(run -> made(run, ids)).toList();
    boolean damaged =
        makers.stream().anyMatch(run -> FirstCopy.damage(run.getStatus()).isPresent());
    if (ready(plan.repository()).isPresent() && !damaged) {
      return plan;
    }
    return makers.stream()
        .flatMap(run -> run.getStatus().repositories().stream())
        .map(RunRepositoryStatus::name)
        .filter(name -> !name.equals(plan.repository()))
        .distinct()
        .flatMap(name -> in(name, plan, makers).stream())
        .findFirst()
        .orElse(plan);
  }

  private Optional<RestorePlan> in(String name, RestorePlan plan, List<BackupRun> makers) {
    return ready(name)
        .map(repository -> copies(repository, makers))
        .filter(
            copies -> plan.parts().stream().allMatch(part -> copies.containsKey(part.snapshotId())))
        .map(copies ->
            new RestorePlan(
                plan.policy(),
                plan.run(),
                name,
                plan.capturedAt(),
                plan.parts().stream().map(part -> elsewhere(part, copies)).toList()));
  }

  private Map<String, String> copies(BackupRepository repository, List<BackupRun> makers) {
    Map<String, String> all = new HashMap<>();
    try {
      for (BackupRun run : makers) {
        all.putAll(found.of(repository, run.getMetadata().getUid(), startOf(run)));
      }
    } catch (ArchiveAccessException e) {
      // The next one may answer; if none does, the restore waits for its first repository.
      LOG.atWarn()
          .addKeyValue("namespace", repository.getMetadata().getNamespace())
          .addKeyValue("repository", repository.getMetadata().getName())
          .addKeyValue("why", e.failure().message())
          .log("copies in another place not found");
      return Map.of();
    }
    return all;
  }

  private Optional<BackupRepository> ready(String name) {
    return Optional.ofNullable(repositories.apply(name))
        .filter(one -> RepositoryReadiness.of(name, one) instanceof Readiness.Ready);
  }

  private static Part elsewhere(Part part, Map<String, String> copies) {
    return new Part(
        part.target(),
        Objects.requireNonNull(copies.get(part.snapshotId())),
        part.bytes(),
        part.sha256());
  }

  private static boolean made(BackupRun run, Set<String> ids) {
    return run.getStatus() != null
        && run.getStatus().targets().stream()
            .anyMatch(target -> target.snapshotId() != null && ids.contains(target.snapshotId()));
  }

  private static Instant startOf(BackupRun run) {
    return Objects.requireNonNullElseGet(
        run.getStatus().startTime(), () -> Instant.parse(run.getMetadata().getCreationTimestamp()));
  }
}
