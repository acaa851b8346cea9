package dev.salvaguarda.controller.worker;

import dev.salvaguarda.controller.port.PodLogs;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.workorder.WorkerLine;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the progress of active workers from their logs, beside the reconciliations: asking returns
 * at once with what was read last and has the next look taken. A look that fails is simply followed
 * by the next one. What it holds is a view, not a memory: after a restart it is read anew.
 */
public final class ProgressReader {
  private static final int LINES = 10;

  private final PodLogs logs;
  private final Executor looks;
  private final Map<String, Look> byPod = new ConcurrentHashMap<>();

  /**
   * A reader.
   *
   * @param looks takes the looks, a few at a time; may refuse when it has too much to do
   */
  public ProgressReader(PodLogs logs, Executor looks) {
    this.logs = logs;
    this.looks = looks;
  }

  /** The newest progress that is known of a worker; empty unless its program runs. */
  public Optional<WorkerLine> of(WorkerSeen worker) {
    if (worker.pod() == null || !(worker.fact() instanceof WorkerFact.Present present)) {
      return Optional.empty();
    }
    var pod = worker.pod().getMetadata();
    if (present.isOver()) {
      forget(pod.getNamespace(), pod.getName());
      return Optional.empty();
    }
    return present.pod() instanceof WorkerFact.PodFact.Running
        ? observe(pod.getNamespace(), pod.getName())
        : Optional.empty();
  }

  /** The newest progress that is known of a pod; has a new look taken. */
  private Optional<WorkerLine> observe(String namespace, String pod) {
    String key = namespace + "/" + pod;
    Look known = byPod.computeIfAbsent(key, _ -> new Look(null, false));
    if (!known.underWay() && byPod.replace(key, known, new Look(known.newest(), true))) {
      look(namespace, pod, key);
    }
    return Optional.ofNullable(known.newest());
  }

  /** Forgets a pod that ended. */
  private void forget(String namespace, String pod) {
    byPod.remove(namespace + "/" + pod);
  }

  private void look(String namespace, String pod, String key) {
    try {
      looks.execute(() -> {
        Optional<WorkerLine> seen = Optional.empty();
        try {
          seen = logs.tail(namespace, pod, LINES).flatMap(l -> new LogTail(l).progress());
        } finally {
          WorkerLine line = seen.orElse(null);
          byPod.computeIfPresent(
              key, (_, old) -> new Look(line == null ? old.newest() : line, false));
        }
      });
    } catch (RejectedExecutionException _) {
      byPod.computeIfPresent(key, (_, old) -> new Look(old.newest(), false));
    }
  }

  private record Look(@Nullable WorkerLine newest, boolean underWay) {}
}
