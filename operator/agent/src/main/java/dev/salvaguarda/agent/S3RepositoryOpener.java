package dev.salvaguarda.agent;

import dev.salvaguarda.agent.attempt.RepositoryOpener;
import dev.salvaguarda.domain.text.PasswordText;
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
    try (SecretBytes password = password(access)) {
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
        location, credentials(access), tuning, context.clock(), context.random());
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

  private static S3Credentials credentials(RepositoryAccess access) {
    String accessKey;
    try (SecretBytes key = secret(access, "access key", access.accessKeyFile())) {
      accessKey = key.revealUtf8();
    }
    SecretBytes secretKey = secret(access, "secret key", access.secretKeyFile());
    String tokenFile = access.sessionTokenFile();
    // Mounted only if the credentials have one.
    return tokenFile == null || !Files.exists(Path.of(tokenFile))
        ? S3Credentials.of(accessKey, secretKey)
        : S3Credentials.ofSession(accessKey, secretKey, secret(access, "session token", tokenFile));
  }

  /** Read by the operator's rule, which is restic's. */
  private static SecretBytes password(RepositoryAccess access) {
    try {
      return switch (PasswordText.of(Files.readAllBytes(Path.of(access.passwordFile())))) {
        case PasswordText.Clear(String password) -> SecretBytes.ofUtf8(password);
        case PasswordText.Unclear(String why) ->
            throw new RepositoryException(
                Reason.WRONG_PASSWORD,
                "The password of repository %s %s.".formatted(access.name(), why));
      };
    } catch (IOException e) {
      throw unreadable(access, "password", access.passwordFile(), e);
    }
  }

  private static SecretBytes secret(RepositoryAccess access, String what, String file) {
    try {
      return SecretBytes.fromFile(Path.of(file));
    } catch (IOException e) {
      throw unreadable(access, what, file, e);
    }
  }

  private static RepositoryException unreadable(
      RepositoryAccess access, String what, String file, IOException cause) {
    return new RepositoryException(
        Reason.ACCESS_DENIED,
        "The %s of repository %s could not be read from %s.".formatted(what, access.name(), file),
        cause);
  }
}
