package dev.salvaguarda.controller.window;

import dev.salvaguarda.domain.alert.AlertKey;
import java.util.List;

/** Where alerts go that maintenance keeps back no more. */
public interface HeldAlertsExit {

  /**
   * Has what waits in windows that are over counted in incidents. Doing it twice counts nothing
   * twice.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if that could not be written
   *     down: it has to be tried again
   */
  void handOn(List<AlertKey> keys);
}
