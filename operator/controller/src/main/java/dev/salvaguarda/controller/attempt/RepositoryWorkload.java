package dev.salvaguarda.controller.attempt;

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

  public static RepositoryWorkload of(BackupRepository repository) {
    S3Spec s3 = repository.getSpec().s3();
    String secrets = WorkerPaths.REPOSITORY + "/";
    return new RepositoryWorkload(
        Mount.ofRepository(s3, repository.getSpec().encryption().passwordRef()),
        new RepositoryAccess(
            repository.getMetadata().getName(),
            s3.endpoint(),
            Objects.requireNonNullElse(s3.region(), ""),
            s3.bucket(),
            Objects.requireNonNullElse(s3.prefix(), ""),
            s3.pathStyle(),
            s3.caBundleRef() == null ? null : WorkerPaths.REPOSITORY_CA + "/" + WorkerPaths.CA,
            secrets + WorkerPaths.ACCESS_KEY,
            secrets + WorkerPaths.SECRET_KEY,
            secrets + WorkerPaths.SESSION_TOKEN,
            secrets + WorkerPaths.PASSWORD));
  }
}
