package dev.salvaguarda.controller.run;

import dev.salvaguarda.controller.port.PodLogs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Logs of pods that exist only as objects. */
public final class LogsInMemory implements PodLogs {
  /** Pods whose log was asked for. */
  final Set<String> asked = ConcurrentHashMap.newKeySet();

  private final Map<String, List<String>> byPod = new ConcurrentHashMap<>();

  void write(String pod, String... lines) {
    byPod.computeIfAbsent(pod, _ -> new CopyOnWriteArrayList<>()).addAll(List.of(lines));
  }

  @Override
  public Optional<List<String>> tail(String namespace, String pod, int lines) {
    asked.add(pod);
    return Optional.ofNullable(byPod.get(pod))
        .map(all -> List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size())));
  }
}
