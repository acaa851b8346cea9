package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.domain.alert.AlertKey;
import java.util.List;

/**
 * Where alerts go that maintenance keeps back no more.
 *
 * <p>All of it throws {@link io.fabric8.kubernetes.client.KubernetesClientException} if it could
 * not be written down, and has to be tried again then.
 */
public interface HeldAlertsExit {

  /**
   * Has what waits in windows that are over counted in incidents. Doing it twice counts nothing
   * twice.
   */
  void handOn(List<AlertKey> keys);

  /** Has a deletion of the window, in this very state, wait for what it keeps back. */
  void keep(MaintenanceWindow window);

  /** Has a deletion of the window, in this very state, wait no more. */
  void letGo(MaintenanceWindow window);
}
