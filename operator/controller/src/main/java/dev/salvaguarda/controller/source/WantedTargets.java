package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.source.CommandSource;
import dev.salvaguarda.api.source.FilesSource;
import dev.salvaguarda.api.source.MariadbSource;
import dev.salvaguarda.api.source.PostgresqlSource;
import dev.salvaguarda.api.source.ProxmoxGuests;
import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether the targets that somebody names are among those of a policy, as far as the policy itself
 * tells: what a server has beyond that is found out by the worker.
 */
public final class WantedTargets {
  /** Accounts, roles and tablespaces of a server, and their name beside a database of that name. */
  private static final Set<String> GLOBALS = Set.of("globals", "server-globals");

  private static final int MOST_NAMED = 20;

  private WantedTargets() {}

  /** What keeps these targets from being copied for this policy; empty if nothing does. */
  public static Optional<String> obstacle(
      String policy, BackupPolicySpec spec, List<String> targets) {
    return switch (spec.source().kind()) {
      case PostgresqlSource server ->
          ofServer(
              policy, server.databases(), server.excludeDatabases(), server.globals(), targets);
      case MariadbSource server ->
          ofServer(
              policy, server.databases(), server.excludeDatabases(), server.globals(), targets);
      case FilesSource _ -> {
        String tree =
            Objects.requireNonNull(SourceWorkload.of(policy, spec).order().files()).storedAs();
        yield first(targets, target -> target.equals(tree))
            .map(target ->
                "The policy %s copies the file tree %s as one target; %s can't be copied alone. Leave out targets, or make a policy with that include."
                    .formatted(policy, tree, target));
      }
      case CommandSource command -> {
        String output = CommandOrder.target(command.fileName());
        yield first(targets, target -> target.equals(output))
            .map(target ->
                "The policy %s copies what its command writes as one target, %s; there is no %s. Leave out targets."
                    .formatted(policy, output, target));
      }
      case ProxmoxSource host -> ofHost(policy, host.guests(), targets);
    };
  }

  private static Optional<String> ofHost(
      String policy, ProxmoxGuests guests, List<String> targets) {
    return first(targets, ProxmoxOrder::isTarget)
        .map(target ->
            "A guest is named as %s is, by its number; %s names none."
                .formatted(ProxmoxOrder.target(100), target))
        .or(() ->
            first(targets, target -> !names(guests.exclude()).contains(target))
                .map(target ->
                    "The policy %s leaves out %s (guests.exclude), so no run of it copies it."
                        .formatted(policy, target)))
        .or(() ->
            byNumberAlone(guests)
                ? first(targets, names(guests.ids())::contains)
                    .map(target ->
                        "The policy %s copies %s, and %s is not among them: name it in the policy's guests.ids, or make another policy."
                            .formatted(policy, words(names(guests.ids())), target))
                : Optional.empty());
  }

  private static boolean byNumberAlone(ProxmoxGuests guests) {
    return !guests.ids().isEmpty()
        && guests.tags().isEmpty()
        && guests.pools().isEmpty()
        && guests.names().isEmpty();
  }

  private static List<String> names(List<Integer> guests) {
    return guests.stream().map(ProxmoxOrder::target).toList();
  }

  private static Optional<String> ofServer(
      String policy,
      List<String> named,
      List<String> excluded,
      boolean globals,
      List<String> targets) {
    if (named.isEmpty()) {
      return first(targets, target -> !excluded.contains(target))
          .map(target ->
              "The policy %s leaves out %s (excludeDatabases), so no run of it copies it."
                  .formatted(policy, target));
    }
    return first(targets, target -> named.contains(target) || (globals && GLOBALS.contains(target)))
        .map(target ->
            "The policy %s copies %s, and %s is not among them: name it in the policy's databases, or make another policy."
                .formatted(policy, words(named), target));
  }

  private static Optional<String> first(List<String> targets, Predicate<String> allowed) {
    return targets.stream().filter(allowed.negate()).findFirst();
  }

  private static String words(List<String> names) {
    int more = names.size() - MOST_NAMED;
    String some = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)));
    return more > 0 ? "%s and %d more".formatted(some, more) : some;
  }
}
