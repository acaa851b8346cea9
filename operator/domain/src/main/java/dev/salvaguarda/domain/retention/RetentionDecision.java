package dev.salvaguarda.domain.retention;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pass keeps and removes of one policy's snapshots.
 *
 * <p>The rules judge each target of each host apart, and within it snapshots of each quality: a
 * copy that fell short takes no place from a complete one, one in doubt from neither, and one of
 * another server from none. One that is dated ahead of now is kept and takes no place either. So
 * never is anything removed that restic would keep.
 *
 * @param snapshots each of the policy's snapshots once, the newest first
 * @param allowance how many this pass might remove without a day's notice
 * @param announcement what people must be told, since more than that is not kept by any rule; null
 *     if there is no such thing
 */
public record RetentionDecision(
    List<JudgedSnapshot> snapshots, int allowance, @Nullable Announcement announcement) {
  private static final Comparator<SnapshotFact> NEWEST_FIRST =
      Comparator.comparing(SnapshotFact::time).reversed().thenComparing(SnapshotFact::id);

  public RetentionDecision {
    snapshots = List.copyOf(snapshots);
  }

  /** What becomes of a snapshot of each. */
  public List<JudgedSnapshot> of(Fate fate) {
    return snapshots.stream().filter(judged -> judged.fate() == fate).toList();
  }

  /** The same once it turned out that the store does not let go of these: they stay. */
  public RetentionDecision refused(Set<String> ids) {
    Reason why = new Reason(Cause.LOCKED, "the object store refused to delete it");
    return new RetentionDecision(
        snapshots.stream()
            .map(one ->
                ids.contains(one.snapshot().id())
                    ? new JudgedSnapshot(one.snapshot(), Fate.KEPT, List.of(why))
                    : one)
            .toList(),
        allowance,
        announcement);
  }

  /**
   * Decides about all snapshots of a policy.
   *
   * @param snapshots in any order, of this policy only
   * @throws IllegalArgumentException if two have the same id
   */
  public static RetentionDecision decide(
      RetentionTerms terms, Collection<SnapshotFact> snapshots, Instant now) {
    List<SnapshotFact> newestFirst = snapshots.stream().sorted(NEWEST_FIRST).toList();
    if (newestFirst.stream().map(SnapshotFact::id).distinct().count() < newestFirst.size()) {
      throw new IllegalArgumentException("a snapshot stands twice among those to be judged");
    }
    FloorJudge floors = new FloorJudge(terms.floors(), newestFirst, now);
    List<JudgedSnapshot> judged = judge(terms, newestFirst, now).map(floors::judge).toList();
    int allowance = terms.limit().allowance(newestFirst.size());
    long removable = judged.stream().filter(one -> one.fate() == Fate.REMOVED).count();
    if (terms.limit().lifted() || removable <= allowance) {
      return new RetentionDecision(sorted(judged), allowance, null);
    }
    return limited(terms, judged, allowance, now);
  }

  private static Stream<JudgedSnapshot> judge(
      RetentionTerms terms, List<SnapshotFact> newestFirst, Instant now) {
    RuleJudge rules = new RuleJudge(terms.rules(), terms.zone());
    return groups(newestFirst, now).stream().flatMap(group -> rules.judge(group).stream());
  }

  private static Collection<List<SnapshotFact>> groups(
      List<SnapshotFact> newestFirst, Instant now) {
    return newestFirst.stream()
        .collect(
            Collectors.groupingBy(snapshot ->
                new Group(
                    snapshot.origin(), snapshot.quality(), FloorJudge.isDatedAhead(snapshot, now))))
        .values();
  }

  /**
   * More would go than a pass may remove: only what was announced goes, and no more than allowed.
   */
  private static RetentionDecision limited(
      RetentionTerms terms, List<JudgedSnapshot> judged, int allowance, Instant now) {
    Announcement known = terms.limit().announced();
    Announcement fresh = new Announcement(now, terms.text());
    Announcement told = known != null && known.terms().equals(fresh.terms()) ? known : fresh;
    List<SnapshotFact> all = judged.stream().map(JudgedSnapshot::snapshot).toList();
    Set<String> removable = ids(judged);
    removable.retainAll(announced(terms, all, told, now));
    Set<String> going = Thinning.choose(List.copyOf(groups(all, now)), removable, allowance);
    Announcement announcement = going.isEmpty() ? told : fresh;
    Reason why =
        new Reason(
            Cause.LIMIT,
            "%d of %d snapshots are not kept by any rule, and a pass removes at most %d, from %s on"
                .formatted(ids(judged).size(), all.size(), allowance, announcement.effective()));
    return new RetentionDecision(
        sorted(
            judged.stream()
                .map(one ->
                    one.fate() != Fate.REMOVED || going.contains(one.snapshot().id())
                        ? one
                        : one.heldBack(why))
                .toList()),
        allowance,
        announcement);
  }

  /** Ids of those that would have gone when people were told, if that is long enough ago. */
  private static Set<String> announced(
      RetentionTerms terms, List<SnapshotFact> all, Announcement announcement, Instant now) {
    if (now.isBefore(announcement.effective())) {
      return Set.of();
    }
    Predicate<SnapshotFact> wasThere = one -> !one.time().isAfter(announcement.since());
    return ids(judge(terms, all.stream().filter(wasThere).toList(), now).toList());
  }

  private static Set<String> ids(List<JudgedSnapshot> judged) {
    return judged.stream()
        .filter(one -> one.fate() == Fate.REMOVED)
        .map(one -> one.snapshot().id())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static List<JudgedSnapshot> sorted(List<JudgedSnapshot> judged) {
    return judged.stream()
        .sorted(Comparator.comparing(JudgedSnapshot::snapshot, NEWEST_FIRST))
        .toList();
  }

  /** Snapshots that are judged together. */
  private record Group(SnapshotFact.Origin origin, Quality quality, boolean datedAhead) {}
}
