package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Location;
import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import io.minio.errors.ErrorResponseException;
import java.time.Instant;

/** Requests about the bucket as a whole; rights below one prefix are enough for a repository. */
final class S3Bucket {
  private final S3Location location;
  private final S3Client client;
  private final ServerClock serverClock;
  private final Attempts attempts;

  S3Bucket(S3Location location, S3Client client, ServerClock serverClock, Attempts attempts) {
    this.location = location;
    this.client = client;
    this.serverClock = serverClock;
    this.attempts = attempts;
  }

  /** Makes it if there is none; one that must not be looked at is there. */
  boolean createIfAbsent() {
    if (exists()) {
      return false;
    }
    try {
      return attempts.run("making the bucket", this::make);
    } catch (RepositoryException e) {
      if (e.reason() == Reason.ACCESS_DENIED) {
        throw new RepositoryException(
            Reason.NO_BUCKET,
            "There is no bucket %s at %s, and these credentials may not make one."
                .formatted(location.bucket(), location.endpoint()),
            e);
      }
      throw e;
    }
  }

  /** The server's clock as any answer told it; asks for one if there was none yet. */
  Instant serverTime() {
    if (!serverClock.isKnown()) {
      boolean _ = exists();
    }
    return serverClock.now();
  }

  /**
   * A refusal means yes: whether the credentials are good shows at the first object, and with a
   * better sentence.
   */
  boolean exists() {
    try {
      return attempts.run(
          "looking for the bucket",
          () ->
              S3Client.await(
                  client
                      .minio()
                      .bucketExists(BucketExistsArgs.builder().bucket(location.bucket()).build())));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.ACCESS_DENIED) {
        return true;
      }
      throw e;
    }
  }

  private boolean make() throws Exception {
    try {
      var _ =
          S3Client.await(
              client
                  .minio()
                  .makeBucket(MakeBucketArgs.builder().bucket(location.bucket()).build()));
      return true;
    } catch (ErrorResponseException e) {
      if ("BucketAlreadyOwnedByYou".equals(e.errorResponse().code())) {
        return false;
      }
      throw e;
    }
  }
}
