package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.retention.Places;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run that was written from its source to a place, in whatever namespace.
 *
 * @param repository name in the run's namespace of the object through which it was
 */
record PlacedRun(BackupRun run, String repository) {

  /**
   * All of a place, as far as policies are known that write there now or are named.
   *
   * @param repository one of the objects for the place
   * @param named namespace and name of further policies, with a slash between
   * @param ofPolicy all runs of a policy, by its namespace and name
   */
  static Stream<PlacedRun> at(
      BackupRepository repository,
      Places places,
      Set<String> named,
      BiFunction<String, String, List<BackupRun>> ofPolicy) {
    Set<ResourceID> objects =
        places.objects(repository).stream()
            .map(ResourceID::fromResource)
            .collect(Collectors.toSet());
    return policies(repository, places, named).stream()
        .flatMap(policy -> {
          var meta = policy.getMetadata();
          return ofPolicy.apply(meta.getNamespace(), meta.getName()).stream()
              .map(run -> new PlacedRun(run, writtenThrough(run, policy)))
              .filter(
                  run -> objects.contains(new ResourceID(run.repository(), meta.getNamespace())));
        });
  }

  private static Collection<BackupPolicy> policies(
      BackupRepository repository, Places places, Set<String> named) {
    Map<String, BackupPolicy> found = new LinkedHashMap<>();
    Stream.concat(
            places.writers(repository).stream(),
            places.policies().get().filter(policy -> named.contains(nameOf(policy))))
        .forEach(policy -> found.putIfAbsent(nameOf(policy), policy));
    return found.values();
  }

  private static String nameOf(BackupPolicy policy) {
    return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
  }

  /** A policy may name another one first by now; a run that does not say is taken by its policy. */
  private static String writtenThrough(BackupRun run, BackupPolicy policy) {
    return run.getStatus() == null
            || run.getStatus().worker() == null
            || run.getStatus().worker().repository() == null
        ? policy.getSpec().repositories().getFirst().name()
        : run.getStatus().worker().repository();
  }
}
