package dev.salvaguarda.controller.retention;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.DamageStatus.Lacking;
import dev.salvaguarda.controller.archive.ArchivePlace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known to be damaged in one repository, whoever found it: its maintenance, which sees what
 * is missing, and the readings of each policy, which see what has changed.
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

  /**
   * As the statuses say.
   *
   * @param policies at least all that read the repository
   */
  public static KnownDamage of(BackupRepository repository, Collection<BackupPolicy> policies) {
    return at(repository, List.of(repository), policies);
  }

  /**
   * The same of the place, whichever object for it that was found with.
   *
   * @param all objects of the namespace
   * @param policies at least all that read one of these
   */
  public static KnownDamage at(
      BackupRepository repository,
      Collection<BackupRepository> all,
      Collection<BackupPolicy> policies) {
    ArchivePlace place = ArchivePlace.of(repository.getSpec().s3());
    return of(
        all.stream()
            .filter(one -> ArchivePlace.of(one.getSpec().s3()).isSamePlaceAs(place))
            .flatMap(one ->
                Stream.concat(
                    Stream.of(told(one)), readersOf(one, policies).map(KnownDamage::told))));
  }

  /**
   * The same once one of them knows better.
   *
   * @param who knows better
   * @param found null if nothing
   */
  public static KnownDamage after(
      BackupRepository repository,
      Collection<BackupPolicy> policies,
      HasMetadata who,
      @Nullable DamageStatus found) {
    Stream<Optional<DamageStatus>> others =
        Stream.concat(
            isSame(repository, who) ? Stream.of() : Stream.of(told(repository)),
            readersOf(repository, policies)
                .filter(policy -> !isSame(policy, who))
                .map(KnownDamage::told));
    return of(Stream.concat(others, Stream.of(Optional.ofNullable(found))));
  }

  /** Ids of the snapshots. */
  public Set<String> ids() {
    return snapshots.stream().map(Lacking::id).collect(Collectors.toSet());
  }

  private static KnownDamage of(Stream<Optional<DamageStatus>> told) {
    List<DamageStatus> all = told.flatMap(Optional::stream).toList();
    return new KnownDamage(
        all.stream().flatMap(one -> one.snapshots().stream()).toList(),
        all.stream()
            .flatMap(one -> one.packs().stream())
            .map(DamageStatus.Pack::id)
            .collect(Collectors.toSet()),
        all.stream().allMatch(DamageStatus::listsAllPacks),
        all.stream().allMatch(DamageStatus::listsAll));
  }

  private static Optional<DamageStatus> told(BackupRepository repository) {
    return Optional.ofNullable(repository.getStatus())
        .map(status -> status.maintenance())
        .map(maintenance -> maintenance.damage());
  }

  private static Optional<DamageStatus> told(BackupPolicy policy) {
    return Optional.ofNullable(policy.getStatus())
        .map(status -> status.integrity())
        .map(integrity -> integrity.damage());
  }

  /** The policies of which this is the first repository. */
  public static Stream<BackupPolicy> readersOf(
      BackupRepository repository, Collection<BackupPolicy> policies) {
    return policies.stream()
        .filter(policy ->
            policy
                .getSpec()
                .repositories()
                .getFirst()
                .name()
                .equals(repository.getMetadata().getName()));
  }

  private static boolean isSame(HasMetadata one, HasMetadata other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }
}
