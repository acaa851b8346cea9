package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The pods of one node: takes those that wait, runs them, lets the deleted ones go. */
final class PodTable implements ResourceEventHandler<Pod> {
  private final NodeContext context;
  private final String nodeName;
  private final Map<String, PodRun> runs = new ConcurrentHashMap<>();
  private final Set<String> scheduling = ConcurrentHashMap.newKeySet();
  private @Nullable SharedIndexInformer<Pod> informer;
  private volatile boolean asleep;
  private volatile boolean closed;

  PodTable(NodeContext context, String nodeName) {
    this.context = context;
    this.nodeName = nodeName;
  }

  void watch() {
    informer = context.client().pods().inAnyNamespace().inform(this);
  }

  @Override
  public void onAdd(Pod pod) {
    consider(pod);
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {
    consider(pod);
  }

  @Override
  public void onDelete(Pod pod, boolean finalStateUnknown) {
    PodRun run = runs.get(pod.getMetadata().getUid());
    if (run != null && !asleep) {
      Thread.ofVirtual()
          .start(() -> {
            run.discard();
            runs.remove(pod.getMetadata().getUid());
          });
    }
  }

  Optional<ContainerLog> log(String namespace, String pod, String container) {
    return find(namespace, pod).flatMap(run -> run.log(container));
  }

  Optional<Process> exec(String namespace, String pod, String container, List<String> command)
      throws IOException {
    Optional<PodRun> run = find(namespace, pod);
    return run.isEmpty() ? Optional.empty() : run.get().exec(container, command);
  }

  PodRun require(String namespace, String name) {
    return find(namespace, name)
        .orElseThrow(
            () -> new IllegalStateException("no pod " + namespace + "/" + name + " on this node"));
  }

  List<Pod> running() {
    return runs.values().stream().filter(PodRun::isRunning).map(PodRun::pod).toList();
  }

  /** The node is gone: nothing is done and nothing is said until {@link #comeBack()}. */
  void lose() {
    asleep = true;
    runs.values().forEach(PodRun::lose);
  }

  void comeBack() {
    asleep = false;
    for (PodRun run : runs.values()) {
      later(run::reappear);
    }
    context.client().pods().inAnyNamespace().list().getItems().forEach(this::consider);
  }

  void killAll() {
    runs.values().forEach(PodRun::lose);
  }

  void close() {
    asleep = true;
    closed = true;
    if (informer != null) {
      informer.close();
    }
    runs.values().forEach(PodRun::discard);
  }

  private void consider(Pod pod) {
    if (asleep) {
      return;
    }
    boolean deleted = pod.getMetadata().getDeletionTimestamp() != null;
    String node = pod.getSpec().getNodeName();
    if (node == null && !deleted && fits(pod)) {
      if (scheduling.add(pod.getMetadata().getUid())) {
        later(() -> new PodScheduling(context, nodeName, pod).run());
      }
    } else if (nodeName.equals(node) && deleted) {
      later(() -> letGo(pod));
    } else if (nodeName.equals(node) && isNew(pod)) {
      runs.computeIfAbsent(pod.getMetadata().getUid(), uid -> launch(pod));
    }
  }

  private PodRun launch(Pod pod) {
    PodRun run = new PodRun(context, pod);
    Thread.ofVirtual().name("pod-" + pod.getMetadata().getName()).start(run::run);
    return run;
  }

  private static boolean isNew(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return phase == null || phase.equals("Pending");
  }

  private boolean fits(Pod pod) {
    Map<String, String> wanted = pod.getSpec().getNodeSelector();
    boolean selected =
        wanted == null
            || wanted.entrySet().stream()
                .allMatch(entry ->
                    entry.getKey().equals("kubernetes.io/os")
                        || (entry.getKey().equals("kubernetes.io/hostname")
                            && entry.getValue().equals(nodeName)));
    return selected && pod.getSpec().getSchedulingGates().isEmpty();
  }

  private void letGo(Pod pod) throws InterruptedException {
    Long seconds = pod.getMetadata().getDeletionGracePeriodSeconds();
    Duration grace = Duration.ofSeconds(seconds == null ? 30 : seconds);
    PodRun run = runs.get(pod.getMetadata().getUid());
    if (run == null) {
      new PodReporter(context.client(), pod).finalizeDeletion();
    } else {
      run.delete(grace);
    }
  }

  private Optional<PodRun> find(String namespace, String name) {
    return runs.values().stream()
        .filter(run -> run.pod().getMetadata().getNamespace().equals(namespace))
        .filter(run -> run.pod().getMetadata().getName().equals(name))
        .findFirst();
  }

  /** Work that talks to the API server must not hold up the watch. */
  private void later(Work work) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (IllegalStateException e) {
            // What is still under way when a test ends finds the client closed.
            if (!closed) {
              throw e;
            }
          }
        });
  }

  private interface Work {
    void run() throws InterruptedException;
  }
}
