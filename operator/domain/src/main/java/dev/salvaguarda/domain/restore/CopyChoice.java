package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.restore.RestorePlan.Part;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The copies that a restore can choose from.
 *
 * @param origin where they come from, as the beginning of a sentence
 * @param policy that made them
 * @param repository that holds them
 * @param copies by target
 * @param lacking targets that are known to have no copy here; not to be left out unnoticed
 * @param doubt why there may be other targets still, as the end of a sentence; null if there can't
 */
public record CopyChoice(
    String origin,
    @Nullable String policy,
    String repository,
    Map<String, Copy> copies,
    Set<String> lacking,
    @Nullable String doubt) {
  /** As many as a status can list. */
  public static final int MOST = 40;

  /** A run's status does not list all of many. */
  public static final String UNLISTED =
      "has more targets than are listed, and none may be left out unnoticed: name some in targets, or"
          + " divide the policy.";

  public CopyChoice {
    copies = new LinkedHashMap<>(copies);
    lacking = new TreeSet<>(lacking);
    lacking.removeAll(copies.keySet());
  }

  /**
   * A copy of a target.
   *
   * @param run that made it; empty if it is not known
   * @param capturedAt when its capture began; null where nobody said
   * @param standing what speaks against it
   */
  public record Copy(String run, @Nullable Instant capturedAt, Part part, Standing standing) {}

  /** What speaks against a copy. A worse one is taken only where there is no better one. */
  public enum Standing {
    /** Nothing. */
    SOUND,
    /** It was whole when it was made, and is known to be damaged. */
    DAMAGED,
    /** It lacked something from the start, or a guard doubted that it holds what it should. */
    SHORT
  }

  /**
   * The copy of a target that a restore takes: the newest of those against which the least speaks;
   * empty only if there is none.
   */
  public static Optional<Copy> best(List<Copy> newestFirst) {
    return newestFirst.stream().min(Comparator.comparing(Copy::standing));
  }

  /**
   * The same with snapshots that the run's status had no room for.
   *
   * @param omitted so many targets are not listed; of those that failed there is no snapshot
   */
  public CopyChoice with(Map<String, String> snapshots, int omitted) {
    Map<String, Copy> all = new LinkedHashMap<>(copies);
    Copy like = copies.values().stream().findFirst().orElse(null);
    snapshots.forEach((target, id) ->
        all.putIfAbsent(
            target,
            new Copy(
                like == null ? "" : like.run(),
                like == null ? null : like.capturedAt(),
                new Part(target, id, null, null),
                Standing.SOUND)));
    int known = copies.size() + lacking.size() + omitted;
    Set<String> told = new TreeSet<>(all.keySet());
    told.addAll(lacking);
    return new CopyChoice(
        origin, policy, repository, all, lacking, told.size() < known ? UNLISTED : null);
  }

  /** The plan for these targets; all of them if none is named. */
  public SourceAnswer of(List<String> wanted) {
    return obstacle(wanted)
        .<SourceAnswer>map(SourceAnswer.Impossible::new)
        .orElseGet(() -> new SourceAnswer.Found(plan(wanted)));
  }

  private Optional<String> obstacle(List<String> wanted) {
    if (copies.isEmpty()) {
      return Optional.of("%s has no copy that is known.".formatted(origin));
    }
    Optional<String> missing =
        (wanted.isEmpty() ? lacking : wanted)
            .stream().filter(name -> !copies.containsKey(name)).findFirst();
    if (missing.isPresent()) {
      return missing.map(name ->
          "%s has no copy of %s; it has %s%s."
              .formatted(
                  origin,
                  name,
                  copies.keySet().stream().limit(MOST).collect(Collectors.joining(", ")),
                  wanted.isEmpty() ? ", which can be named in targets" : ""));
    }
    int chosen = wanted.isEmpty() ? copies.size() : wanted.size();
    if (chosen > MOST) {
      return Optional.of(
          "%s has copies of %d targets, and a restore takes %d at most: name some in targets, or divide the policy."
              .formatted(origin, chosen, MOST));
    }
    if (wanted.isEmpty() && doubt != null) {
      return Optional.of(origin + " " + doubt);
    }
    return repository.isEmpty()
        ? Optional.of(
            "%s does not say in which repository its copies are; name the snapshot instead."
                .formatted(origin))
        : Optional.empty();
  }

  private RestorePlan plan(List<String> wanted) {
    List<Copy> chosen =
        wanted.isEmpty() ? List.copyOf(copies.values()) : wanted.stream().map(copies::get).toList();
    Set<String> runs = chosen.stream().map(Copy::run).collect(Collectors.toSet());
    String only = runs.size() == 1 ? runs.iterator().next() : "";
    return new RestorePlan(
        policy,
        only.isEmpty() ? null : only,
        repository,
        chosen.stream()
            .flatMap(copy -> Stream.ofNullable(copy.capturedAt()))
            .min(Comparator.naturalOrder())
            .orElse(null),
        chosen.stream().map(Copy::part).toList());
  }
}
