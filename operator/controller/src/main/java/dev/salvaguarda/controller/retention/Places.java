package dev.salvaguarda.controller.retention;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.FoundDamage;
import dev.salvaguarda.controller.archive.ArchivePlace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All that the operator sees, by the place where it lies. Objects of several names and namespaces
 * may stand for one repository, and what is known through one of them is true for all. Asked for
 * anew each time, out of what the watches know.
 *
 * @param repositories of every namespace
 * @param policies of every namespace
 */
public record Places(
    Supplier<Stream<BackupRepository>> repositories, Supplier<Stream<BackupPolicy>> policies) {

  /** The objects for the place of this one, itself first. */
  public List<BackupRepository> objects(BackupRepository repository) {
    return withOthers(repository).filter(one -> isAt(one, repository)).toList();
  }

  /** The policies that write there, at once or when they copy. */
  public List<BackupPolicy> writers(BackupRepository repository) {
    List<BackupRepository> objects = objects(repository);
    return policies
        .get()
        .filter(policy ->
            objects.stream()
                .anyMatch(object ->
                    policy.getSpec().repositories().stream()
                        .anyMatch(ref -> isNamed(object, policy, ref))))
        .toList();
  }

  /** What is known to be damaged there. */
  public KnownDamage damage(BackupRepository repository) {
    return KnownDamage.of(Stream.concat(told(repository, _ -> true), left(repository, _ -> true)));
  }

  /** The same once somebody who looked knows better. */
  public KnownDamage damageAfter(BackupRepository repository, Finding finding) {
    return KnownDamage.of(
        Stream.of(
                told(repository, one -> !isSame(one, finding.who())),
                left(repository, earlier -> !finding.replaces(earlier)),
                Stream.ofNullable(finding.damage()))
            .flatMap(some -> some));
  }

  /** What earlier readings had left there that this replaces. */
  public List<DamageStatus> replaced(BackupRepository repository, Finding finding) {
    return left(repository, finding::replaces).toList();
  }

  /**
   * Few have anything to tell, so they are asked for that before they are asked for their place.
   */
  private Stream<DamageStatus> told(BackupRepository repository, Predicate<HasMetadata> who) {
    return Stream.concat(
        withOthers(repository)
            .filter(who)
            .flatMap(one -> found(one).filter(_ -> isAt(one, repository)).stream()),
        policies
            .get()
            .filter(who)
            .flatMap(one -> found(one).filter(_ -> reads(one, repository)).stream()));
  }

  /** What readings wrote down at the objects for the place; their policies may be gone. */
  private Stream<DamageStatus> left(BackupRepository repository, Predicate<FoundDamage> which) {
    return withOthers(repository)
        .filter(one -> one.getStatus() != null && !one.getStatus().found().isEmpty())
        .filter(one -> isAt(one, repository))
        .flatMap(one -> one.getStatus().found().stream().filter(which))
        .map(FoundDamage::damage);
  }

  private Stream<BackupRepository> withOthers(BackupRepository repository) {
    return Stream.concat(
        Stream.of(repository), repositories.get().filter(one -> !isSame(one, repository)));
  }

  /** Only the first repository of a policy is read. */
  private boolean reads(BackupPolicy policy, BackupRepository repository) {
    LocalRef first = policy.getSpec().repositories().getFirst();
    return withOthers(repository)
        .anyMatch(one -> isNamed(one, policy, first) && isAt(one, repository));
  }

  private static Optional<DamageStatus> found(BackupRepository repository) {
    return Optional.ofNullable(repository.getStatus())
        .map(status -> status.maintenance())
        .map(maintenance -> maintenance.damage());
  }

  private static Optional<DamageStatus> found(BackupPolicy policy) {
    return Optional.ofNullable(policy.getStatus())
        .map(status -> status.integrity())
        .map(integrity -> integrity.damage());
  }

  /**
   * One that stood for what was there before somebody began anew knows nothing of what is there.
   */
  private static boolean isAt(BackupRepository one, BackupRepository other) {
    return isSame(one, other)
        || (placeOf(one).isSamePlaceAs(placeOf(other))
            && idOf(one).flatMap(id -> idOf(other).filter(found -> !found.equals(id))).isEmpty());
  }

  private static Optional<String> idOf(BackupRepository repository) {
    return Optional.ofNullable(repository.getStatus()).map(status -> status.repositoryId());
  }

  private static ArchivePlace placeOf(BackupRepository repository) {
    return ArchivePlace.of(repository.getSpec().s3());
  }

  private static boolean isNamed(BackupRepository repository, BackupPolicy policy, LocalRef ref) {
    return repository.getMetadata().getName().equals(ref.name())
        && repository.getMetadata().getNamespace().equals(policy.getMetadata().getNamespace());
  }

  private static boolean isSame(HasMetadata one, HasMetadata other) {
    return one.getKind().equals(other.getKind())
        && one.getMetadata().getName().equals(other.getMetadata().getName())
        && one.getMetadata().getNamespace().equals(other.getMetadata().getNamespace());
  }
}
