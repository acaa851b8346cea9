package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.MaintenanceStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the status of an object says of its passes.
 *
 * @param status where they stand; null if there never were any
 * @param conditions of the object, with that of the passes
 * @param justDone whether one has just ended with all well
 */
public record PassStory(
    @Nullable MaintenanceStatus status, List<Condition> conditions, boolean justDone) {
  public PassStory {
    conditions = List.copyOf(conditions);
  }
}
