package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.window.MaintenanceWindow;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of a window call for a look at it: of its specification, and of what it has kept
 * back. What the operator itself reports calls for none.
 */
public final class WindowChange implements OnUpdateFilter<MaintenanceWindow> {
  @Override
  public boolean accept(MaintenanceWindow next, MaintenanceWindow old) {
    return !essence(next).equals(essence(old)) || isUnprotected(next, old);
  }

  /** {@code kubectl replace} takes everything away that a manifest lacks. */
  private static boolean isUnprotected(MaintenanceWindow next, MaintenanceWindow old) {
    return old.hasFinalizer(ApiGroup.HELD_ALERTS_FINALIZER)
        && !next.hasFinalizer(ApiGroup.HELD_ALERTS_FINALIZER)
        && !HeldRecord.of(next).waiting().isEmpty();
  }

  private static List<@Nullable Object> essence(MaintenanceWindow window) {
    return Arrays.asList(
        window.getMetadata().getGeneration(),
        window.getMetadata().getDeletionTimestamp(),
        window.getStatus() == null ? null : window.getStatus().heldAlerts());
  }
}
