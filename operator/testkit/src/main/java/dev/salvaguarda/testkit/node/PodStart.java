package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Brings up a pod's containers, and says what holds them back for as long as it does. */
final class PodStart {
  /** Tells the API server how the pod is. */
  interface Report {
    void changed() throws InterruptedException;
  }

  private static final long PAUSE_MILLIS = 300;
  private static final String KUBELET = "kubelet";

  private final NodeContext context;
  private final Pod pod;
  private final Path folder;
  private final PodContainers containers;
  private final CountDownLatch endWanted;
  private final Report report;
  private final PodEvents events;

  PodStart(
      NodeContext context,
      Pod pod,
      Path folder,
      PodContainers containers,
      CountDownLatch endWanted,
      Report report) {
    this.context = context;
    this.pod = pod;
    this.folder = folder;
    this.containers = containers;
    this.endWanted = endWanted;
    this.report = report;
    this.events = new PodEvents(context, pod);
  }

  /** The volumes; null when the pod must end before they are there. */
  @Nullable PodPreparation prepare() throws InterruptedException {
    while (!isEnding()) {
      try {
        return PodPreparation.prepare(context, pod, folder);
      } catch (VolumeNotReadyException e) {
        events.warn(KUBELET, "FailedMount", "MountVolume.SetUp failed: " + e.getMessage());
        for (PodContainer container : containers.main()) {
          // Which volume it is stands in the Event alone.
          holdBack(container, "ContainerCreating", "");
        }
      } catch (KubernetesClientException e) {
        askAgain();
      }
    }
    return null;
  }

  void start(PodPreparation prepared, PodContainer container) throws InterruptedException {
    Optional<PodPreparation.Launch> launch = Optional.empty();
    while (launch.isEmpty() && !isEnding()) {
      try {
        launch = prepared.launch(container);
        if (launch.isEmpty()) {
          String message = "image " + container.container().getImage() + " can't be pulled";
          events.warn(KUBELET, "Failed", message);
          holdBack(container, "ErrImagePull", message);
        }
      } catch (VolumeNotReadyException e) {
        events.warn(KUBELET, "Failed", "Error: " + e.getMessage());
        holdBack(container, "CreateContainerConfigError", String.valueOf(e.getMessage()));
      } catch (KubernetesClientException e) {
        askAgain();
      }
    }
    // Whoever wants the end holds this lock, too: nothing starts after it was asked for.
    synchronized (endWanted) {
      if (launch.isPresent() && !isEnding()) {
        PodPreparation.Launch ready = launch.get();
        container.start(ready.command(), ready.environment(), ready.folder());
      }
    }
  }

  private void holdBack(PodContainer container, String reason, String message)
      throws InterruptedException {
    ContainerPhase waiting = new ContainerPhase.Waiting(reason, message);
    if (!container.phase().equals(waiting)) {
      container.waiting(reason, message);
      report.changed();
    }
    endWanted.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The API server is away; a kubelet waits for it as long as it takes. */
  private void askAgain() throws InterruptedException {
    endWanted.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private boolean isEnding() {
    return endWanted.getCount() == 0;
  }
}
