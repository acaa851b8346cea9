package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * A bucket whose objects browsers read; whether they may is not this one's. The right to write
 * objects below the prefix is enough. {@link #close()} ends threads and connections.
 */
public final class PublicBucket implements AutoCloseable {
  private final S3Location location;
  private final S3Client client;
  private final S3Bucket bucket;
  private final S3Uploads uploads;

  /** Connects to nothing yet; the first request does. */
  public PublicBucket(
      S3Location location,
      S3Credentials credentials,
      S3Tuning tuning,
      Clock clock,
      RandomGenerator jitter) {
    this.location = location;
    ServerClock serverClock = new ServerClock(clock);
    this.client = new S3Client(location, credentials, tuning, serverClock);
    Attempts attempts = new Attempts(tuning, new S3Failures(location, serverClock), jitter);
    this.bucket = new S3Bucket(location, client, serverClock, attempts);
    this.uploads = new S3Uploads(location, client, attempts);
  }

  /**
   * Writes an object, or writes it anew.
   *
   * @param contentType and {@code cacheControl} are what it is answered with
   * @throws RepositoryException when it was not stored as it was sent
   */
  public void put(String name, byte[] content, String contentType, String cacheControl) {
    uploads.put(name, content, contentType, cacheControl);
  }

  /**
   * Looks for the bucket, and changes nothing.
   *
   * @throws RepositoryException when it is not there, or can't be asked for
   */
  public void require() {
    if (!bucket.exists()) {
      throw new RepositoryException(
          Reason.NO_BUCKET,
          "There is no bucket %s at %s.".formatted(location.bucket(), location.endpoint()));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
