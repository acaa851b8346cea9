package dev.salvaguarda.agent;

import dev.salvaguarda.agent.attempt.RepositoryOpener;
import dev.salvaguarda.agent.attempt.RepositorySecrets;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.adapter.minio.MinioObjectStore;
import dev.salvaguarda.repository.adapter.minio.S3Tuning;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens repositories in S3 with the mounted credentials. */
final class S3RepositoryOpener implements RepositoryOpener {
  private final RepositoryContext context;

  S3RepositoryOpener(RepositoryContext context) {
    this.context = context;
  }

  @Override
  public Repository open(RepositoryAccess access, long bandwidthBytesPerSecond) {
    MinioObjectStore store =
        store(access, S3Tuning.PATIENT.withUploadLimit(bandwidthBytesPerSecond));
    try (SecretBytes password = new RepositorySecrets(access).password()) {
      return Repository.open(store, password, context);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public void requireReachable(RepositoryAccess access) {
    try (MinioObjectStore store = store(access, S3Tuning.BRISK)) {
      boolean _ = Repository.exists(store);
    }
  }

  private MinioObjectStore store(RepositoryAccess access, S3Tuning tuning) {
    S3Location location;
    try {
      location =
          new S3Location(
              URI.create(access.endpoint()),
              access.region(),
              access.bucket(),
              access.prefix(),
              access.pathStyle(),
              authorities(access));
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          Reason.INVALID_REQUEST,
          "The repository %s has an address that can't be used: %s"
              .formatted(access.name(), access.endpoint()),
          e);
    }
    return new MinioObjectStore(
        location,
        credentials(new RepositorySecrets(access)),
        tuning,
        context.clock(),
        context.random());
  }

  private static String authorities(RepositoryAccess access) {
    String file = access.caBundleFile();
    if (file == null) {
      return "";
    }
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RepositoryException(
          Reason.TLS_NOT_TRUSTED,
          "The authorities of repository %s could not be read from %s"
              .formatted(access.name(), file),
          e);
    }
  }

  private static S3Credentials credentials(RepositorySecrets secrets) {
    String accessKey;
    try (SecretBytes key = secrets.accessKey()) {
      accessKey = key.revealUtf8();
    }
    SecretBytes secretKey = secrets.secretKey();
    return secrets
        .sessionToken()
        .map(token -> S3Credentials.ofSession(accessKey, secretKey, token))
        .orElseGet(() -> S3Credentials.of(accessKey, secretKey));
  }
}
