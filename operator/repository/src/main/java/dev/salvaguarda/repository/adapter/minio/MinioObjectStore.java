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
import java.io.IOException;
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
    return attempts.run(
        "reading " + key, () -> read(key, GetObjectArgs.builder(), MinioObjectStore::all));
  }

  @Override
  public byte[] get(String key, long offset, int length) {
    if (length == 0) {
      return new byte[0];
    }
    byte[] content =
        attempts.run(
            "reading " + key, () -> read(key, range(offset, length), MinioObjectStore::all));
    if (content.length != length) {
      throw new RepositoryException(
          Reason.CORRUPT, "The object %s is shorter than it should be.".formatted(key));
    }
    return content;
  }

  @Override
  public int getUpTo(String key, long offset, int length, byte[] into, int at) {
    return attempts.run(
        "reading " + key,
        () -> read(key, range(offset, length), answer -> some(key, answer, length, into, at)));
  }

  private static GetObjectArgs.Builder range(long offset, int length) {
    return GetObjectArgs.builder().offset(offset).length(Long.valueOf(length));
  }

  /** What is made of an answer. */
  private interface Taking<T> {
    T take(GetObjectResponse response) throws IOException;
  }

  private <T> T read(String key, GetObjectArgs.Builder args, Taking<T> taking) throws Exception {
    GetObjectArgs asked = args.bucket(location.bucket()).object(location.key(key)).build();
    try (GetObjectResponse response = S3Client.await(client.minio().getObject(asked))) {
      return taking.take(response);
    } catch (ErrorResponseException e) {
      throw isBeyondEnd(e) ? shorter(key, e) : e;
    }
  }

  private static byte[] all(GetObjectResponse response) throws IOException {
    String declared = response.headers().get("Content-Length");
    if (declared == null) {
      return response.readAllBytes();
    }
    byte[] content = new byte[Math.toIntExact(Long.parseLong(declared))];
    requireWhole(response.readNBytes(content, 0, content.length), declared);
    return content;
  }

  private static int some(String key, GetObjectResponse response, int length, byte[] into, int at)
      throws IOException {
    String declared = response.headers().get("Content-Length");
    if (declared != null && Long.parseLong(declared) > length) {
      throw new RepositoryException(
          Reason.CORRUPT, "More of the object %s came than was asked for.".formatted(key));
    }
    int count = response.readNBytes(into, at, length);
    if (declared != null) {
      requireWhole(count, declared);
    }
    return count;
  }

  private static void requireWhole(int count, String declared) throws EOFException {
    if (count != Long.parseLong(declared)) {
      throw new EOFException("the answer ended early");
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
