package dev.salvaguarda.controller.attempt;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.MaintenancePhase;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.worker.Readiness;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a repository takes work now, as its own status says. */
public final class RepositoryReadiness {
  private RepositoryReadiness() {}

  /**
   * The same for work that must not run beside maintenance.
   *
   * @param repository null if there is none
   */
  public static Readiness besideMaintenance(String name, @Nullable BackupRepository repository) {
    return maintenance(repository)
        .<Readiness>map(work -> new Readiness.NotReady("Waits for the %s.".formatted(work)))
        .orElseGet(() -> of(name, repository));
  }

  /** The maintenance that is at work now, in words; empty if none is, or it has given way. */
  public static Optional<String> maintenance(@Nullable BackupRepository repository) {
    return Optional.ofNullable(repository)
        .filter(RepositoryReadiness::isMaintained)
        .map(busy -> "maintenance of repository " + busy.getMetadata().getName());
  }

  private static boolean isMaintained(BackupRepository repository) {
    MaintenanceStatus maintenance =
        repository.getStatus() == null ? null : repository.getStatus().maintenance();
    return maintenance != null
        && maintenance.phase() == MaintenancePhase.RUNNING
        && maintenance.nextAttemptTime() == null;
  }

  /**
   * The readiness of the repository of this name.
   *
   * @param repository null if there is none
   */
  public static Readiness of(String name, @Nullable BackupRepository repository) {
    if (repository == null) {
      return new Readiness.NotReady("There is no repository %s.".formatted(name));
    }
    Optional<Condition> ready =
        Optional.ofNullable(repository.getStatus())
            .flatMap(status -> ConditionSet.of(status.conditions()).find(ConditionType.READY));
    if (ready.isEmpty()) {
      return new Readiness.NotReady("Repository %s was not probed yet.".formatted(name));
    }
    if (isOutdated(repository, ready.get())) {
      return new Readiness.NotReady(
          "Repository %s was changed and has not been probed since.".formatted(name));
    }
    return "True".equals(ready.get().getStatus())
        ? new Readiness.Ready()
        : new Readiness.NotReady(
            "Repository %s is not ready: %s".formatted(name, ready.get().getMessage()));
  }

  /** Why it can't be used, as the newest look found; empty if it can, or nobody has looked yet. */
  public static Optional<String> trouble(BackupRepository repository) {
    return Optional.ofNullable(repository.getStatus())
        .flatMap(status -> ConditionSet.of(status.conditions()).find(ConditionType.READY))
        .filter(ready -> "False".equals(ready.getStatus()) && !isOutdated(repository, ready))
        .map(ready ->
            "Repository %s is not ready: %s"
                .formatted(repository.getMetadata().getName(), ready.getMessage()));
  }

  /** Whether work may start now where it might not before, or the other way round. */
  public static boolean changed(BackupRepository next, BackupRepository old) {
    return !readiness(next).equals(readiness(old)) || !maintenance(next).equals(maintenance(old));
  }

  private static Optional<String> readiness(BackupRepository repository) {
    return Optional.ofNullable(repository.getStatus())
        .flatMap(status -> ConditionSet.of(status.conditions()).find(ConditionType.READY))
        .map(ready -> ready.getStatus() + "/" + ready.getObservedGeneration());
  }

  /** What the spec names now, such as another password, may not open the repository yet. */
  private static boolean isOutdated(BackupRepository repository, Condition ready) {
    Long generation = repository.getMetadata().getGeneration();
    Long observed = ready.getObservedGeneration();
    return generation != null && observed != null && observed < generation;
  }
}
