package dev.salvaguarda.controller.repository;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositorySpec;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.controller.archive.ArchiveLoginGatherer;
import dev.salvaguarda.controller.archive.ArchiveLoginResult;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.KnownKey;
import dev.salvaguarda.controller.archive.ProbeCalls;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.domain.quantity.DurationText;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads all that a decision about a BackupRepository may look at. */
public final class RepositoryGatherer {
  private final ArchiveLoginGatherer logins;
  private final ProbeRunner probes;
  private final SizeCounter sizes;
  private final ProbeCalls calls;

  public RepositoryGatherer(
      KubernetesClient client, ProbeRunner probes, SizeCounter sizes, ProbeCalls calls) {
    this.logins = new ArchiveLoginGatherer(client);
    this.probes = probes;
    this.sizes = sizes;
    this.calls = calls;
  }

  /**
   * Looks once.
   *
   * @param all every BackupRepository that the operator knows, this one included
   * @param policies that write into this one
   */
  RepositorySeen gather(
      BackupRepository repository,
      Collection<BackupRepository> all,
      Collection<BackupPolicy> policies) {
    forgetOthers(all);
    String uid = repository.getMetadata().getUid();
    return new RepositorySeen(
        inputs(repository, all),
        interval(repository.getSpec()),
        probes.newest(uid),
        lastChange(repository, policies),
        sizes.newest(uid),
        calls.newest(ResourceID.fromResource(repository)),
        rivals(repository, all));
  }

  /** When something was brought here or taken out last, as far as the cluster knows. */
  static Optional<Instant> lastChange(
      BackupRepository repository, Collection<BackupPolicy> policies) {
    Stream<Instant> copies =
        policies.stream()
            .flatMap(policy -> RepositoryEventSources.copies(policy, repository.getMetadata()));
    return Stream.concat(copies, passes(repository.getStatus())).max(Comparator.naturalOrder());
  }

  /** Ends of the newest pass of maintenance and of the newest that looked at everything. */
  private static Stream<Instant> passes(@Nullable BackupRepositoryStatus status) {
    MaintenanceStatus pass = status == null ? null : status.maintenance();
    if (pass == null) {
      return Stream.empty();
    }
    return Stream.concat(
        Stream.ofNullable(pass.completionTime()),
        Stream.ofNullable(pass.last()).flatMap(last -> Stream.ofNullable(last.completionTime())));
  }

  private void forgetOthers(Collection<BackupRepository> all) {
    Set<String> uids =
        all.stream().map(known -> known.getMetadata().getUid()).collect(Collectors.toSet());
    probes.retainOnly(uids);
    sizes.retainOnly(uids);
    calls.retainOnly(all.stream().map(ResourceID::fromResource).collect(Collectors.toSet()));
  }

  private RepositorySeen.Inputs inputs(
      BackupRepository repository, Collection<BackupRepository> all) {
    return switch (logins.gather(repository)) {
      case ArchiveLoginResult.Missing missing ->
          new RepositorySeen.Inputs.Incomplete(missing.reason(), missing.message());
      case ArchiveLoginResult.Found found ->
          new RepositorySeen.Inputs.Complete(
              new ProbeRequest(
                  found.login(),
                  ArchiveLoginGatherer.refName(repository.getSpec().encryption().passwordRef()),
                  found.recovery(),
                  found.former(),
                  known(repository.getStatus()),
                  usedByOthers(repository, all),
                  expectedId(repository)),
              found.version());
    };
  }

  private static List<KnownKey> known(@Nullable BackupRepositoryStatus status) {
    return status == null
        ? List.of()
        : status.keys().stream()
            .map(key -> new KnownKey(key.ref(), key.id(), key.addedByOperator()))
            .toList();
  }

  /** Wherever the spec says that it lies: a repository may move, and must not be left unnoticed. */
  static @Nullable String expectedId(BackupRepository repository) {
    BackupRepositoryStatus status = repository.getStatus();
    return status == null ? null : status.repositoryId();
  }

  private static List<String> rivals(
      BackupRepository repository, Collection<BackupRepository> all) {
    String namespace = repository.getMetadata().getNamespace();
    return others(repository, all)
        .map(other ->
            other.getMetadata().getNamespace().equals(namespace)
                ? "\"" + other.getMetadata().getName() + "\""
                : "one in another namespace")
        .distinct()
        .sorted()
        .toList();
  }

  /** Keys that their specs still name; what two objects both want to be rid of may go. */
  static Set<String> usedByOthers(BackupRepository repository, Collection<BackupRepository> all) {
    return others(repository, all).flatMap(RepositoryGatherer::used).collect(Collectors.toSet());
  }

  private static Stream<String> used(BackupRepository other) {
    Set<String> named = ArchiveLoginGatherer.refNames(other.getSpec().encryption());
    return known(other.getStatus()).stream()
        .filter(key -> named.contains(key.ref()))
        .map(KnownKey::keyId);
  }

  /** Other objects for the same place. */
  private static Stream<BackupRepository> others(
      BackupRepository repository, Collection<BackupRepository> all) {
    ArchivePlace place = place(repository);
    return all.stream()
        .filter(other -> !other.getMetadata().getUid().equals(repository.getMetadata().getUid()))
        .filter(other -> place(other).isSamePlaceAs(place));
  }

  /**
   * The API server lets no unreadable duration through; one that slipped past means the default.
   */
  private static Duration interval(BackupRepositorySpec spec) {
    return DurationText.parse(
            Objects.requireNonNullElse(
                spec.probeInterval(), BackupRepositorySpec.DEFAULT_PROBE_INTERVAL))
        .filter(Duration::isPositive)
        .orElse(Duration.ofMinutes(15));
  }

  private static ArchivePlace place(BackupRepository repository) {
    return ArchivePlace.of(repository.getSpec().s3());
  }
}
