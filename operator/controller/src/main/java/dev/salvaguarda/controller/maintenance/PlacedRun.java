package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.retention.Places;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return policies(repository, places, named).entrySet().stream()
        .flatMap(policy -> {
          String namespace = policy.getKey().getNamespace().orElseThrow();
          return ofPolicy.apply(namespace, policy.getKey().getName()).stream()
              .flatMap(run ->
                  writtenThrough(run, policy.getValue())
                      .filter(name -> objects.contains(new ResourceID(name, namespace)))
                      .map(name -> new PlacedRun(run, name))
                      .stream());
        });
  }

  /** Runs that people made outlive their policy, whose place is empty then. */
  private static Map<ResourceID, Optional<BackupPolicy>> policies(
      BackupRepository repository, Places places, Set<String> named) {
    Map<ResourceID, Optional<BackupPolicy>> found = new LinkedHashMap<>();
    Stream.concat(
            places.writers(repository).stream(),
            places.policies().get().filter(policy -> named.contains(nameOf(policy))))
        .forEach(policy -> found.put(ResourceID.fromResource(policy), Optional.of(policy)));
    named.stream()
        .map(name -> name.split("/", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> found.putIfAbsent(new ResourceID(parts[1], parts[0]), Optional.empty()));
    return found;
  }

  private static String nameOf(BackupPolicy policy) {
    return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
  }

  /** A policy may name another one first by now; a run that does not say is taken by its policy. */
  private static Optional<String> writtenThrough(BackupRun run, Optional<BackupPolicy> policy) {
    return Optional.ofNullable(run.getStatus())
        .map(status -> status.worker())
        .map(worker -> worker.repository())
        .or(() -> policy.map(one -> one.getSpec().repositories().getFirst().name()));
  }
}
