package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.incident.Incident;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of an incident call for a look at it: of its specification, and of what monitoring
 * says. What the operator itself reports calls for none.
 */
public final class IncidentChange implements OnUpdateFilter<Incident> {
  @Override
  public boolean accept(Incident next, Incident old) {
    return !essence(next).equals(essence(old));
  }

  private static List<@Nullable Object> essence(Incident incident) {
    return Arrays.asList(
        incident.getMetadata().getGeneration(),
        incident.getMetadata().getDeletionTimestamp(),
        incident.getStatus() == null ? null : incident.getStatus().monitoring());
  }
}
