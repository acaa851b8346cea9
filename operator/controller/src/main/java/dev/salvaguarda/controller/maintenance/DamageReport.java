package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.DamageStatus.Lacking;
import dev.salvaguarda.api.repository.DamageStatus.Pack;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.workorder.Damage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was found damaged, for a status and for people. */
final class DamageReport {
  private static final int MAX_MESSAGE = 160;
  private static final int MAX_POLICY = 317;
  private static final int MAX_NAME = 253;
  private static final int MAX_UID = 64;
  private static final int FEW_RUNS = 5;
  private static final int FEW_TARGETS = 5;

  private DamageReport() {}

  /** Null if nothing is. */
  static @Nullable DamageStatus of(Damage damage) {
    return damage.packCount() == 0 && damage.snapshotCount() == 0
        ? null
        : new DamageStatus(
            damage.packCount(),
            oneEach(
                Pack::id,
                damage.packs().stream()
                    .map(pack -> new Pack(pack.id(), Sentence.oneLine(pack.what(), MAX_MESSAGE)))),
            damage.snapshotCount(),
            oneEach(Lacking::id, damage.snapshots().stream().map(DamageReport::lacking)));
  }

  /** In the order of their ids; a status that names one twice is refused as a whole. */
  private static <T> List<T> oneEach(Function<T, String> id, Stream<T> all) {
    TreeMap<String, T> byId = new TreeMap<>();
    all.forEach(one -> byId.putIfAbsent(id.apply(one), one));
    return List.copyOf(byId.values());
  }

  private static Lacking lacking(Damage.Lacking snapshot) {
    return new Lacking(
        snapshot.id(),
        snapshot.policy() == null
            ? null
            : Sentence.oneLine(snapshot.namespace() + "/" + snapshot.policy(), MAX_POLICY),
        orNull(snapshot.run(), MAX_NAME),
        orNull(snapshot.runUid(), MAX_UID),
        orNull(snapshot.target(), MAX_NAME),
        snapshot.packs());
  }

  /** Tags are what anybody wrote; a status that has no room for one is refused as a whole. */
  private static @Nullable String orNull(String text, int most) {
    return text.isEmpty() ? null : Sentence.oneLine(text, most);
  }

  /** Whose copies can't be restored whole, after a sentence about something else; else empty. */
  static String whose(Damage damage) {
    if (damage.snapshotCount() == 0) {
      return "";
    }
    Map<String, TreeSet<String>> targets = new TreeMap<>(Comparator.reverseOrder());
    damage.snapshots().stream()
        .filter(snapshot -> !snapshot.run().isEmpty())
        .forEach(snapshot ->
            targets.computeIfAbsent(snapshot.run(), _ -> new TreeSet<>()).add(snapshot.target()));
    List<String> runs =
        targets.entrySet().stream()
            .limit(FEW_RUNS)
            .map(run -> "%s (%s)".formatted(run.getKey(), few(run.getValue())))
            .toList();
    int more = targets.size() - runs.size();
    return " %d snapshot%s can't be restored whole%s."
        .formatted(
            damage.snapshotCount(),
            damage.snapshotCount() == 1 ? "" : "s",
            runs.isEmpty()
                ? ""
                : ": of run%s %s%s"
                    .formatted(
                        targets.size() == 1 ? "" : "s",
                        String.join(", ", runs),
                        more == 0 ? "" : ", and of %d more".formatted(more)));
  }

  private static String few(Set<String> targets) {
    String named = targets.stream().limit(FEW_TARGETS).collect(Collectors.joining(", "));
    int more = targets.size() - FEW_TARGETS;
    return more <= 0 ? named : "%s and %d more".formatted(named, more);
  }
}
