package dev.salvaguarda.controller.retention;

import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.DamageStatus.Lacking;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known to be damaged at one place, whoever found it: the maintenance of each object for
 * it, which sees what is missing, and the readings of each policy, which see what has changed.
 *
 * @param snapshots that lack something
 * @param packs names of the packs that are damaged or missing
 * @param namesAllPacks whether no other packs are
 * @param whole whether there are no other packs and snapshots
 */
public record KnownDamage(
    List<Lacking> snapshots, Set<String> packs, boolean namesAllPacks, boolean whole) {
  /** Nothing is known to be damaged. */
  public static final KnownDamage NONE = new KnownDamage(List.of(), Set.of(), true, true);

  public KnownDamage {
    snapshots = List.copyOf(snapshots);
    packs = Set.copyOf(packs);
  }

  /** As these say together. */
  static KnownDamage of(Stream<DamageStatus> told) {
    List<DamageStatus> all = told.toList();
    return new KnownDamage(
        explained(all.stream().flatMap(one -> one.snapshots().stream()).toList()),
        all.stream()
            .flatMap(one -> one.packs().stream())
            .map(DamageStatus.Pack::id)
            .collect(Collectors.toSet()),
        all.stream().allMatch(DamageStatus::listsAllPacks),
        all.stream().allMatch(DamageStatus::listsAll));
  }

  /** One that is known by its id alone tells nothing where another tells more of it. */
  private static List<Lacking> explained(List<Lacking> all) {
    Set<String> told =
        all.stream().filter(one -> !one.hasIdOnly()).map(Lacking::id).collect(Collectors.toSet());
    return all.stream().filter(one -> !one.hasIdOnly() || !told.contains(one.id())).toList();
  }

  /** Ids of the snapshots. */
  public Set<String> ids() {
    return snapshots.stream().map(Lacking::id).collect(Collectors.toSet());
  }
}
