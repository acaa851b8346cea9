package dev.salvaguarda.controller.attempt;

import dev.salvaguarda.api.repository.BackupRepository;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Pods that ended abruptly and whose locks have yet to go from a repository: one that does not
 * answer just then is asked again later. An operator that starts anew forgets them; such a lock
 * goes once it is stale, as for any restic.
 */
final class LeftLocks {
  private final Map<String, Set<String>> podsByRepository = new ConcurrentHashMap<>();

  void add(BackupRepository repository, String pod) {
    podsByRepository.computeIfAbsent(key(repository), _ -> ConcurrentHashMap.newKeySet()).add(pod);
  }

  /**
   * Has the locks of all known pods removed.
   *
   * @param removal removes a pod's locks and says how many; empty if the repository did not answer,
   *     and then no more is asked of it
   * @return how many locks went, by pod; a pod that had none is left out
   */
  SortedMap<String, Integer> remove(
      BackupRepository repository, Function<String, OptionalInt> removal) {
    SortedMap<String, Integer> removed = new TreeMap<>();
    Set<String> pods = podsByRepository.getOrDefault(key(repository), Set.of());
    for (String pod : List.copyOf(pods)) {
      OptionalInt locks = removal.apply(pod);
      if (locks.isEmpty()) {
        break;
      }
      pods.remove(pod);
      if (locks.getAsInt() > 0) {
        removed.put(pod, locks.getAsInt());
      }
    }
    return removed;
  }

  private static String key(BackupRepository repository) {
    return repository.getMetadata().getNamespace() + "/" + repository.getMetadata().getName();
  }
}
