package dev.salvaguarda.controller.attempt;

import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.S3Spec;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.controller.worker.manifest.WorkerPaths;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import java.util.List;
import java.util.Objects;

/**
 * What a repository means for a worker.
 *
 * @param mounts what the worker needs to open it
 * @param access the same for the program
 */
public record RepositoryWorkload(List<Mount> mounts, RepositoryAccess access) {
  public RepositoryWorkload {
    mounts = List.copyOf(mounts);
  }

  /** The one that the work is about: without its secrets no pod starts. */
  public static RepositoryWorkload of(BackupRepository repository) {
    return of(repository, repository.getSpec().s3().credentialsRef(), "repository", false);
  }

  /** For work that takes out what nothing needs. */
  public static RepositoryWorkload toPrune(BackupRepository repository) {
    S3Spec s3 = repository.getSpec().s3();
    LocalRef pruner = s3.prunerCredentialsRef();
    return of(repository, pruner == null ? s3.credentialsRef() : pruner, "repository", false);
  }

  /**
   * A further one, whose absence must not keep the first one from being written.
   *
   * @param number of the repository among those of the policy, counted from 1
   */
  public static RepositoryWorkload ofReplica(BackupRepository repository, int number) {
    return of(repository, repository.getSpec().s3().credentialsRef(), "repository-" + number, true);
  }

  private static RepositoryWorkload of(
      BackupRepository repository, LocalRef credentials, String name, boolean mayLack) {
    S3Spec s3 = repository.getSpec().s3();
    String secrets = WorkerPaths.SECRETS + name + "/";
    return new RepositoryWorkload(
        Mount.ofRepository(
            name, s3, credentials, repository.getSpec().encryption().passwordRef(), mayLack),
        new RepositoryAccess(
            repository.getMetadata().getName(),
            s3.endpoint(),
            Objects.requireNonNullElse(s3.region(), ""),
            s3.bucket(),
            Objects.requireNonNullElse(s3.prefix(), ""),
            s3.pathStyle(),
            s3.caBundleRef() == null ? null : WorkerPaths.SECRETS + name + "-ca/" + WorkerPaths.CA,
            secrets + WorkerPaths.ACCESS_KEY,
            secrets + WorkerPaths.SECRET_KEY,
            secrets + WorkerPaths.SESSION_TOKEN,
            secrets + WorkerPaths.PASSWORD));
  }
}
