package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.DatabaseTarget;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The names that restored databases get on a server. */
final class WantedNames {
  private WantedNames() {}

  /** Names that databases get in place of their own, by target. */
  static Map<String, String> renames(RestoreSpec spec) {
    return spec.into() instanceof DatabaseTarget server
        ? server.rename().stream()
            .collect(Collectors.toMap(DatabaseTarget.Rename::target, DatabaseTarget.Rename::to))
        : Map.of();
  }

  /** What keeps the names from being given; empty if nothing does. */
  static Optional<String> obstacle(RestoreSpec spec, RestorePlan plan) {
    Map<String, String> renames = renames(spec);
    return unknown(renames, plan).or(() -> taken(renames, plan));
  }

  private static Optional<String> unknown(Map<String, String> renames, RestorePlan plan) {
    return renames.keySet().stream()
        .filter(name -> plan.parts().stream().noneMatch(part -> part.target().equals(name)))
        .sorted()
        .findFirst()
        .map(name ->
            "rename names %s, which is not restored; restored are %s."
                .formatted(name, CopyGatherer.names(plan)));
  }

  /** The second would be refused, or would take the place of the first. */
  private static Optional<String> taken(Map<String, String> renames, RestorePlan plan) {
    Map<String, String> takers = new HashMap<>();
    for (Part part : plan.parts()) {
      String name = renames.getOrDefault(part.target(), part.target());
      String other = takers.putIfAbsent(name, part.target());
      if (other != null) {
        return Optional.of(
            "%s and %s would both become the database %s: give each another name with rename."
                .formatted(other, part.target(), name));
      }
    }
    return Optional.empty();
  }
}
