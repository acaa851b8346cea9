package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.StagedFile;
import dev.salvaguarda.repository.port.ObjectStore;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsV2Args;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Contents;
import io.minio.messages.ListBucketResultV2;
import java.io.EOFException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of an S3 service, under a prefix.
 *
 * <p>An upload carries its MD5, which the server checks, and the ETag of the answer is compared
 * with it. {@link #close()} ends threads and connections, so that the JVM can end.
 */
public final class MinioObjectStore implements ObjectStore {
  /** Until when a legal hold lasts: nobody said. */
  private static final Instant FOR_GOOD = Instant.parse("9999-12-31T23:59:59Z");

  private final S3Location location;
  private final S3Client client;
  private final Attempts attempts;
  private final S3Bucket bucket;
  private final S3Uploads uploads;

  /** Connects to nothing yet; the first request does. */
  public MinioObjectStore(
      S3Location location,
      S3Credentials credentials,
      S3Tuning tuning,
      Clock clock,
      RandomGenerator jitter) {
    this.location = location;
    ServerClock serverClock = new ServerClock(clock);
    this.client = new S3Client(location, credentials, tuning, serverClock);
    this.attempts = new Attempts(tuning, new S3Failures(location, serverClock), jitter);
    this.bucket = new S3Bucket(location, client, serverClock, attempts);
    this.uploads = new S3Uploads(location, client, attempts);
  }

  @Override
  public byte[] get(String key) {
    return attempts.run("reading " + key, () -> read(key, null, null));
  }

  @Override
  public byte[] get(String key, long offset, int length) {
    if (length == 0) {
      return new byte[0];
    }
    byte[] content = getUpTo(key, offset, length);
    if (content.length != length) {
      throw new RepositoryException(
          Reason.CORRUPT, "The object %s is shorter than it should be.".formatted(key));
    }
    return content;
  }

  @Override
  public byte[] getUpTo(String key, long offset, int length) {
    return attempts.run("reading " + key, () -> read(key, offset, Long.valueOf(length)));
  }

  private byte[] read(String key, @Nullable Long offset, @Nullable Long length) throws Exception {
    GetObjectArgs.Builder args =
        GetObjectArgs.builder().bucket(location.bucket()).object(location.key(key));
    if (offset != null) {
      args.offset(offset).length(length);
    }
    try (GetObjectResponse response = S3Client.await(client.minio().getObject(args.build()))) {
      String declared = response.headers().get("Content-Length");
      if (declared == null) {
        return response.readAllBytes();
      }
      byte[] content = new byte[Math.toIntExact(Long.parseLong(declared))];
      if (response.readNBytes(content, 0, content.length) != content.length) {
        throw new EOFException("the answer ended early");
      }
      return content;
    } catch (ErrorResponseException e) {
      throw isBeyondEnd(e) ? shorter(key, e) : e;
    }
  }

  private static boolean isBeyondEnd(ErrorResponseException e) {
    return "InvalidRange".equals(e.errorResponse().code());
  }

  private static RepositoryException shorter(String key, Exception cause) {
    return new RepositoryException(
        Reason.CORRUPT, "The object %s is shorter than it should be.".formatted(key), cause);
  }

  @Override
  public void put(String key, byte[] content, int length) {
    uploads.put(key, content, length);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) {
    return uploads
        .putIfAbsent(key, content)
        .orElseGet(() -> ObjectStore.super.putIfAbsent(key, content));
  }

  @Override
  public void put(String key, StagedFile file) {
    uploads.put(key, file);
  }

  @Override
  public Optional<Entry> stat(String key) {
    return head(key).map(found -> entry(key, found.size(), found.lastModified()));
  }

  @Override
  public Optional<Instant> lockedUntil(String key) {
    return head(key)
        .flatMap(found ->
            found.lockLegalHold() != null && found.lockLegalHold().status()
                ? Optional.of(FOR_GOOD)
                : Optional.ofNullable(found.lockRetainUntilDate()).map(ZonedDateTime::toInstant));
  }

  private Optional<StatObjectResponse> head(String key) {
    try {
      return Optional.of(
          attempts.run(
              "looking for " + key,
              () ->
                  S3Client.await(
                      client
                          .minio()
                          .statObject(
                              StatObjectArgs.builder()
                                  .bucket(location.bucket())
                                  .object(location.key(key))
                                  .build()))));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void list(String prefix, Consumer<Entry> visitor) {
    int rootLength = location.key("").length();
    String token = null;
    do {
      String from = token;
      ListBucketResultV2 page =
          attempts.run("listing " + prefix, () -> listPage(location.key(prefix), from));
      for (Contents object : page.contents()) {
        visitor.accept(
            entry(object.objectName().substring(rootLength), object.size(), object.lastModified()));
      }
      token = page.isTruncated() ? page.nextContinuationToken() : null;
    } while (token != null);
  }

  /** Listings know fractions of a second, answers about one object do not. */
  private static Entry entry(String key, long size, ZonedDateTime modified) {
    return new Entry(key, size, modified.toInstant().truncatedTo(ChronoUnit.SECONDS));
  }

  private ListBucketResultV2 listPage(String prefix, @Nullable String token) throws Exception {
    ListObjectsV2Args.Builder args =
        ListObjectsV2Args.builder().bucket(location.bucket()).prefix(prefix).encodingType("url");
    if (token != null) {
      args.continuationToken(token);
    }
    return S3Client.await(client.minio().listObjectsV2(args.build())).result();
  }

  @Override
  public void delete(String key) {
    attempts.run(
        "deleting " + key,
        () ->
            Optional.ofNullable(
                S3Client.await(
                    client
                        .minio()
                        .removeObject(
                            RemoveObjectArgs.builder()
                                .bucket(location.bucket())
                                .object(location.key(key))
                                .build()))));
  }

  @Override
  public boolean createBucketIfAbsent() {
    return bucket.createIfAbsent();
  }

  @Override
  public Instant serverTime() {
    return bucket.serverTime();
  }

  @Override
  public long bytesSent() {
    return client.bytesSent();
  }

  @Override
  public void close() {
    client.close();
  }
}
