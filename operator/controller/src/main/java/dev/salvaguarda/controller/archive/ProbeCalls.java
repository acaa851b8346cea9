package dev.salvaguarda.controller.archive;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Calls for a probe before the next is due, from whoever met trouble at a repository: a run that
 * failed there, for instance. Calling often costs nothing; a probe that ends after a call answers
 * it. Thread-safe.
 */
public final class ProbeCalls {
  private final Clock clock;
  private final Map<ResourceID, Instant> calls = new ConcurrentHashMap<>();
  private final List<Consumer<ResourceID>> listeners = new CopyOnWriteArrayList<>();

  public ProbeCalls(Clock clock) {
    this.clock = clock;
  }

  /** Asks that the BackupRepository of this name be probed within seconds. */
  public void probeSoon(String namespace, String repository) {
    ResourceID id = new ResourceID(repository, namespace);
    calls.put(id, clock.instant());
    listeners.forEach(listener -> listener.accept(id));
  }

  /** When a probe of this BackupRepository was last called for. */
  public Optional<Instant> newest(ResourceID repository) {
    return Optional.ofNullable(calls.get(repository));
  }

  /** Has every later call told to the listener. */
  public void whenCalled(Consumer<ResourceID> listener) {
    listeners.add(listener);
  }

  /** Forgets calls for repositories that are no more. */
  public void retainOnly(Collection<ResourceID> repositories) {
    calls.keySet().retainAll(repositories);
  }
}
