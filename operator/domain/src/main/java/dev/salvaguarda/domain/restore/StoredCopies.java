package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.restore.CopyChoice.Copy;
import dev.salvaguarda.domain.restore.CopyChoice.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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
 * What one repository holds of a policy up to an instant, for a restore to choose from. The objects
 * of runs are given up after a while; snapshots stay for as long as retention keeps them.
 *
 * <p>A snapshot does not say which other targets there were. So those of the newest run count, down
 * to the newest one that is known to have copied all; and those that were copied again after the
 * instant, since they must have been there. Others may have been dropped, or have failed ever
 * since: a person has to say which are wanted.
 */
public final class StoredCopies {
  private static final int MOST_NAMED = 10;
  private static final Comparator<StoredCopy> NEWEST_FIRST =
      Comparator.comparing(StoredCopy::capturedAt).reversed();

  private final Point point;

  /** Of the one source that is meant, or of all where nobody can tell; the newest first. */
  private final List<StoredCopy> copies;

  private final List<StoredCopy> upTo;
  private final List<RunNote> notes;

  private StoredCopies(Point point, List<StoredCopy> copies, List<RunNote> notes) {
    this.point = point;
    this.copies = copies;
    this.upTo = copies.stream().filter(copy -> !copy.capturedAt().isAfter(point.at())).toList();
    this.notes = notes;
  }

  /**
   * Which point is meant.
   *
   * @param policy that made the copies
   * @param repository that holds them
   * @param at at or before which they were captured; {@link Instant#MAX} for the newest
   * @param host of the policy's source; null if the policy is gone
   */
  public record Point(String policy, String repository, Instant at, @Nullable String host) {}

  /**
   * Looks at what the repository holds.
   *
   * @param all snapshots of the policy, in any order
   * @param notes of its runs, as far as their objects are there
   */
  public static StoredCopies of(
      Point point, Collection<StoredCopy> all, Collection<RunNote> notes) {
    List<StoredCopy> newestFirst = all.stream().sorted(NEWEST_FIRST).toList();
    boolean ofHost =
        newestFirst.stream()
            .anyMatch(
                copy -> copy.host().equals(point.host()) && !copy.capturedAt().isAfter(point.at()));
    return new StoredCopies(
        point,
        ofHost
            ? newestFirst.stream().filter(copy -> copy.host().equals(point.host())).toList()
            : newestFirst,
        notes.stream()
            .filter(note -> !note.capturedAt().isAfter(point.at()))
            .sorted(Comparator.comparing(RunNote::capturedAt).reversed())
            .toList());
  }

  /** Whether it holds nothing at all of the policy. */
  public boolean isEmpty() {
    return copies.isEmpty();
  }

  /** When the newest copy was captured that may be taken; empty if there is none. */
  public Optional<Instant> newest() {
    return upTo.stream().findFirst().map(StoredCopy::capturedAt);
  }

  /** Whether all that is wanted is there, and nothing speaks against it. */
  public boolean isSound(List<String> wanted) {
    if (!(answer(wanted) instanceof SourceAnswer.Found(RestorePlan plan))) {
      return false;
    }
    Set<String> unsound =
        upTo.stream()
            .filter(copy -> copy.standing() != Standing.SOUND)
            .map(copy -> copy.part().snapshotId())
            .collect(Collectors.toSet());
    return plan.parts().stream().noneMatch(part -> unsound.contains(part.snapshotId()));
  }

  /** The plan for these targets; all of them if none is named. */
  public SourceAnswer answer(List<String> wanted) {
    return obstacle(wanted)
        .<SourceAnswer>map(SourceAnswer.Impossible::new)
        .orElseGet(() -> choice(wanted).of(wanted));
  }

  private Optional<String> obstacle(List<String> wanted) {
    if (upTo.isEmpty()) {
      return Optional.of("%s has no copy%s.".formatted(origin(), oldestOf(copies)));
    }
    Set<String> hosts = new TreeSet<>();
    upTo.forEach(copy -> hosts.add(copy.host()));
    if (hosts.size() > 1) {
      return Optional.of(
          "%s has copies of several sources (%s), and nothing tells which is meant: name the snapshot instead."
              .formatted(origin(), names(hosts)));
    }
    Set<String> there = targetsOf(upTo.stream());
    return wanted.stream()
        .filter(target -> !there.contains(target))
        .findFirst()
        .map(target -> {
          List<StoredCopy> later =
              copies.stream().filter(copy -> copy.target().equals(target)).toList();
          return "%s has no copy of %s%s. It has %s."
              .formatted(origin(), target, oldestOf(later), names(there));
        });
  }

  private static String oldestOf(List<StoredCopy> newestFirst) {
    return newestFirst.isEmpty()
        ? ""
        : "; the oldest was captured at %s".formatted(newestFirst.getLast().capturedAt());
  }

  private CopyChoice choice(List<String> wanted) {
    Current current = current();
    Set<String> chosen = wanted.isEmpty() ? current.targets() : Set.copyOf(wanted);
    Map<String, Copy> best = new LinkedHashMap<>();
    for (String target : new TreeSet<>(chosen)) {
      CopyChoice.best(
              upTo.stream()
                  .filter(copy -> copy.target().equals(target))
                  .map(StoredCopy::copy)
                  .toList())
          .ifPresent(copy -> best.put(target, copy));
    }
    return new CopyChoice(
        origin(), point.policy(), point.repository(), best, current.promised(), doubt(current));
  }

  private @Nullable String doubt(Current current) {
    Set<String> unclear = targetsOf(upTo.stream());
    unclear.removeAll(current.targets());
    return current.known() || unclear.isEmpty()
        ? null
        : "has copies of %s that no later run made again, and nothing tells whether they should come back: name in targets what is wanted, of %s."
            .formatted(names(unclear), names(targetsOf(upTo.stream())));
  }

  /**
   * Targets that were there.
   *
   * @param targets all of them
   * @param promised those that a run was to copy, as its object says
   * @param known whether there can't have been others
   */
  private record Current(Set<String> targets, Set<String> promised, boolean known) {}

  private Current current() {
    Set<String> told = new TreeSet<>();
    Set<String> promised = new TreeSet<>();
    Map<String, RunNote> noted = new HashMap<>();
    notes.forEach(note -> noted.put(note.uid(), note));
    for (String run : runs()) {
      told.addAll(targetsOf(upTo.stream().filter(copy -> copy.maker().equals(run))));
      RunNote note = noted.get(run);
      if (note != null) {
        told.addAll(note.targets());
        promised.addAll(note.askedForAll() ? note.targets() : Set.of());
        if (note.whole()) {
          return new Current(told, promised, true);
        }
      }
    }
    Set<String> seen = new TreeSet<>(promised);
    seen.addAll(
        targetsOf(upTo.stream().filter(copy -> copy.maker().equals(upTo.getFirst().maker()))));
    seen.addAll(targetsOf(copies.stream().filter(copy -> copy.capturedAt().isAfter(point.at()))));
    seen.retainAll(told);
    return new Current(seen, promised, false);
  }

  /** All runs of which anything is known, the newest first. */
  private List<String> runs() {
    Map<String, Instant> captured = new HashMap<>();
    notes.forEach(note -> captured.put(note.uid(), note.capturedAt()));
    upTo.forEach(copy -> captured.merge(copy.maker(), copy.capturedAt(), StoredCopies::later));
    return captured.entrySet().stream()
        .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Set<String> targetsOf(Stream<StoredCopy> some) {
    return some.map(StoredCopy::target).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String names(Set<String> all) {
    String some = all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return all.size() <= MOST_NAMED
        ? some
        : some + " and %d more".formatted(all.size() - MOST_NAMED);
  }

  private String origin() {
    return "BackupPolicy %s%s in repository %s"
        .formatted(
            point.policy(),
            point.at().equals(Instant.MAX) ? "" : " at or before " + point.at(),
            point.repository());
  }
}
