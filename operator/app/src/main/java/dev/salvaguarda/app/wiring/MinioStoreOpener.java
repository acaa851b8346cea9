package dev.salvaguarda.app.wiring;

import dev.salvaguarda.app.adapter.archive.StoreOpener;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ArchivePlace;
import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.repository.adapter.minio.MinioObjectStore;
import dev.salvaguarda.repository.adapter.minio.S3Tuning;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Connects to S3 services; gives up within seconds, because the next look is not far. */
public final class MinioStoreOpener implements StoreOpener {
  private final RepositoryContext context;

  public MinioStoreOpener(RepositoryContext context) {
    this.context = context;
  }

  @Override
  public ObjectStore open(ArchiveLogin login) {
    return new MinioObjectStore(
        location(login.place()),
        credentials(login.accessKey(), login.secretKey(), login.sessionToken()),
        S3Tuning.BRISK,
        context.clock(),
        context.random());
  }

  /** As the engine takes it. */
  static S3Location location(ArchivePlace place) {
    try {
      return new S3Location(
          URI.create(place.endpoint()),
          place.region(),
          place.bucket(),
          place.prefix(),
          place.pathStyle(),
          Objects.requireNonNullElse(place.caBundlePem(), ""));
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          Reason.INVALID_REQUEST, "The endpoint %s is no URL.".formatted(place.endpoint()), e);
    }
  }

  /** As the engine takes them; no session token means lasting ones. */
  static S3Credentials credentials(
      SensitiveText accessKey, SensitiveText secretKey, @Nullable SensitiveText sessionToken) {
    return sessionToken == null
        ? S3Credentials.of(accessKey.reveal(), bytes(secretKey))
        : S3Credentials.ofSession(accessKey.reveal(), bytes(secretKey), bytes(sessionToken));
  }

  private static SecretBytes bytes(SensitiveText text) {
    return SecretBytes.ofUtf8(text.reveal());
  }
}
