package dev.salvaguarda.testkit.node;

import dev.salvaguarda.testkit.process.Folders;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The life of one pod on this node: each pod is run once, whatever its restart policy says. */
final class PodRun {
  private final Pod pod;
  private final Path folder;
  private final PodReporter reporter;
  private final PodContainers containers;
  private final PodStart start;
  private final Instant startedAt;
  private final CountDownLatch endWanted = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final ReentrantLock reporting = new ReentrantLock();
  private Ending ending = Ending.DELETED;
  private volatile boolean deleted;

  PodRun(NodeContext context, Pod pod) {
    this.pod = pod;
    this.folder = context.folder().resolve(pod.getMetadata().getUid());
    createFolder();
    this.reporter = new PodReporter(context.client(), pod);
    this.startedAt = context.clock().instant();
    this.containers = PodContainers.of(pod, folder, context.clock());
    this.start = new PodStart(context, pod, folder, containers, endWanted, this::report);
  }

  /** Lives the pod's life from the first volume to the last status. */
  void run() {
    Thread deadline = Thread.ofVirtual().start(this::enforceDeadline);
    try {
      report();
      runContainers();
      containers.forEach(container -> container.log().markComplete());
      finished.countDown();
      reportEnd();
      if (deleted) {
        containers.forEach(container -> container.log().remove());
        reporter.finalizeDeletion();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finished.countDown();
      deadline.interrupt();
    }
  }

  /** Ends the pod before its time; returns at once. */
  void end(Ending why, Duration grace) {
    synchronized (endWanted) {
      if (endWanted.getCount() > 0) {
        ending = why;
        endWanted.countDown();
      }
    }
    containers.stop(grace);
  }

  /** The pod's object was deleted: the processes end, then the object may go. */
  void delete(Duration grace) throws InterruptedException {
    deleted = true;
    boolean wasFinished = finished.getCount() == 0;
    reporter.speakAgain();
    end(Ending.DELETED, grace);
    if (wasFinished) {
      containers.forEach(container -> container.log().remove());
      reporter.finalizeDeletion();
    }
  }

  /** SIGKILL for all processes; the node reports it. */
  void kill() {
    containers.forEach(PodContainer::kill);
  }

  /** The kernel's out-of-memory killer. */
  void killForMemory() {
    containers.forEach(PodContainer::killForMemory);
  }

  void killForMemory(String container) {
    containers.forEach(each -> {
      if (each.container().getName().equals(container)) {
        each.killForMemory();
      }
    });
  }

  /** The processes vanish and nobody says so. */
  void lose() {
    reporter.fallSilent();
    synchronized (endWanted) {
      endWanted.countDown();
    }
    kill();
  }

  /** The node is back and says what became of the pod. */
  void reappear() throws InterruptedException {
    finished.await();
    reporter.speakAgain();
    reportEnd();
  }

  Pod pod() {
    return pod;
  }

  boolean isRunning() {
    return containers.anyRunning();
  }

  Optional<ContainerLog> log(String container) {
    return containers.log(container);
  }

  /** Runs another program in a container; empty unless that runs. */
  Optional<Process> exec(String container, List<String> command) throws IOException {
    Optional<PodContainer> found = containers.find(container);
    return found.isEmpty() ? Optional.empty() : found.get().exec(command);
  }

  /** Kills what lives and removes the pod's folder. */
  void discard() {
    lose();
    try {
      finished.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Folders.delete(folder);
  }

  private void runContainers() throws InterruptedException {
    PodPreparation prepared = start.prepare();
    if (prepared == null) {
      return;
    }
    for (PodContainer container : containers.init()) {
      start.start(prepared, container);
      container.awaitEnd();
      if (!container.succeeded()) {
        return;
      }
    }
    List<Thread> lives =
        containers.main().stream()
            .map(container -> Thread.ofVirtual().start(() -> runToItsEnd(prepared, container)))
            .toList();
    for (Thread life : lives) {
      life.join();
    }
  }

  /** What holds one container back holds back no other. */
  private void runToItsEnd(PodPreparation prepared, PodContainer container) {
    try {
      start.start(prepared, container);
      if (!containers.mainEnded()) {
        report();
      }
      container.awaitEnd();
      if (!containers.mainEnded()) {
        report();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void enforceDeadline() {
    Long seconds = pod.getSpec().getActiveDeadlineSeconds();
    if (seconds == null) {
      return;
    }
    try {
      if (!finished.await(seconds, TimeUnit.SECONDS)) {
        Long grace = pod.getSpec().getTerminationGracePeriodSeconds();
        end(Ending.DEADLINE, Duration.ofSeconds(grace == null ? 30 : grace));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One at a time, so that what is said last is the newest. */
  private void report() throws InterruptedException {
    reporting.lock();
    try {
      reporter.status(
          containers.status(
              new PodStatusText.Summary(containers.phase(), Ending.DELETED, startedAt)));
    } finally {
      reporting.unlock();
    }
  }

  private void reportEnd() throws InterruptedException {
    Ending why;
    synchronized (endWanted) {
      why = ending;
    }
    boolean good = containers.mainSucceeded() && why.reason().isEmpty();
    reporter.status(
        containers.status(
            new PodStatusText.Summary(good ? "Succeeded" : "Failed", why, startedAt)));
  }

  private void createFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
