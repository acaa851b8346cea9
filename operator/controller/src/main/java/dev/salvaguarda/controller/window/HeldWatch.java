package dev.salvaguarda.controller.window;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.domain.alert.AlertKey;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what a window keeps back is handed on once the window is over, and that nobody
 * deletes the window before.
 */
final class HeldWatch {
  /** By then Alertmanager, as it comes, has spoken again of what still fires. */
  static final Duration PATIENCE = Duration.ofHours(4);

  private static final Logger LOG = LoggerFactory.getLogger(HeldWatch.class);

  private final HeldAlertsExit exit;

  HeldWatch(HeldAlertsExit exit) {
    this.exit = exit;
  }

  /** What has to be done about the alerts of a window; another look follows what was handed on. */
  void look(MaintenanceWindow window, Instant now) {
    List<AlertKey> waiting = HeldRecord.of(window).waiting();
    if (waiting.isEmpty()) {
      exit.letGo(window);
      return;
    }
    if (!OpenWindows.isDeleted(window) && !window.hasFinalizer(ApiGroup.HELD_ALERTS_FINALIZER)) {
      exit.keep(window);
    }
    if (OpenWindows.quietUntil(window, now).isEmpty()) {
      handOn(window, waiting, now);
    }
  }

  /** When there is something to be done unless people decide otherwise before; empty if never. */
  static Optional<Instant> nextChange(MaintenanceWindow window, Instant now) {
    return HeldRecord.of(window).waiting().isEmpty()
        ? Optional.empty()
        : OpenWindows.quietUntil(window, now);
  }

  private void handOn(MaintenanceWindow window, List<AlertKey> waiting, Instant now) {
    try {
      exit.handOn(waiting);
    } catch (KubernetesClientException e) {
      if (!OpenWindows.isDeleted(window) || !isPastHope(window, e, now)) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("namespace", window.getMetadata().getNamespace())
          .addKeyValue("window", window.getMetadata().getName())
          .addKeyValue("why", FailedLook.of(e).sentence())
          .log("a deleted window takes alerts with it that it kept back");
      exit.letGo(window);
    }
  }

  /** Nothing can be made in a namespace that is going, and no deletion may wait for ever. */
  private static boolean isPastHope(
      MaintenanceWindow window, KubernetesClientException error, Instant now) {
    return FailedLook.isOfEndingNamespace(error)
        || Instant.parse(window.getMetadata().getDeletionTimestamp()).plus(PATIENCE).isBefore(now);
  }
}
