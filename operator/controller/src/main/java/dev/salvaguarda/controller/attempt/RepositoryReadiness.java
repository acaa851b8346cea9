package dev.salvaguarda.controller.attempt;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.worker.Readiness;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a repository takes work now, as its own status says. */
public final class RepositoryReadiness {
  private RepositoryReadiness() {}

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
    return "True".equals(ready.get().getStatus())
        ? new Readiness.Ready()
        : new Readiness.NotReady(
            "Repository %s is not ready: %s".formatted(name, ready.get().getMessage()));
  }
}
