package dev.salvaguarda.repository.adapter.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.fixture.ManualClock;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.model.StagedFile;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.repository.port.ObjectStoreContract;
import dev.salvaguarda.testkit.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the adapter promises against every S3 server. */
abstract class S3StoreContract extends ObjectStoreContract {
  private String bucket = "";

  abstract S3Server server();

  @Override
  protected ObjectStore newStore(boolean other) {
    if (!other) {
      bucket = server().newBucket();
    }
    return store(bucket, other ? "prefix/two" : "prefix/one", server().secretKey(), clock());
  }

  @Test
  void makesABucketOnce() {
    try (ObjectStore store = store("made-by-test", "", server().secretKey(), clock())) {
      assertThat(store.createBucketIfAbsent()).isTrue();
      assertThat(store.createBucketIfAbsent()).isFalse();
      store.put("a", new byte[1]);
      assertThat(list(store, "")).hasSize(1);
    }
  }

  @Test
  void namesWrongCredentials() {
    try (ObjectStore store = store(bucket, "", "not-the-secret", clock())) {
      assertFails(Reason.ACCESS_DENIED, () -> store.get("a"));
      assertFails(Reason.ACCESS_DENIED, () -> store.put("a", new byte[1]));
      assertFails(Reason.ACCESS_DENIED, () -> list(store, ""));
    }
  }

  @Test
  void namesAMissingBucket() {
    try (ObjectStore store = store("no-such-bucket", "", server().secretKey(), clock())) {
      assertFails(Reason.NO_BUCKET, () -> store.get("a"));
      assertFails(Reason.NO_BUCKET, () -> store.put("a", new byte[1]));
      assertFails(Reason.NO_BUCKET, () -> list(store, ""));
    }
  }

  @Test
  void measuresTheServersClock() {
    ManualClock late = new ManualClock(clock().instant().minus(Duration.ofHours(3)));
    try (ObjectStore store = store(bucket, "", server().secretKey(), late)) {
      Duration skew = Duration.between(late.instant(), store.serverTime());

      assertThat(skew).isBetween(Duration.ofMinutes(178), Duration.ofMinutes(182));
    }
  }

  @Test
  void aFileThatTheDiskChangedIsNotTaken() throws IOException {
    byte[] content = new byte[100_000];
    String key = FileType.PACK.key(FileId.ofContent(content, 0, content.length));
    String md5 = UploadChecks.md5(content, content.length);
    content[70_000] = 1;
    Path file = Files.write(directory.resolve("damaged"), content);
    try (ObjectStore store = store(bucket, "", server().secretKey(), clock())) {
      assertThatThrownBy(() -> store.put(key, new StagedFile(file, content.length, md5)))
          .isInstanceOf(RepositoryException.class);

      assertThat(store.stat(key)).isEmpty();
    }
  }

  @Test
  void anUploadUnderALimitArrivesWhole() {
    byte[] content = new byte[3_000_000];
    new Random(7).nextBytes(content);
    S3Tuning limited = S3Tuning.BRISK.withUploadLimit(20_000_000);
    try (ObjectStore store = store(bucket, "", server().secretKey(), clock(), limited)) {
      store.put("limited", content);

      assertThat(store.get("limited")).isEqualTo(content);
      assertThat(store.bytesSent()).isBetween(3_000_000L, 3_100_000L);
    }
  }

  final ObjectStore store(String inBucket, String prefix, String secretKey, Clock clock) {
    return store(inBucket, prefix, secretKey, clock, S3Tuning.BRISK);
  }

  private ObjectStore store(
      String inBucket, String prefix, String secretKey, Clock clock, S3Tuning tuning) {
    return new MinioObjectStore(
        new S3Location(server().endpoint(), server().region(), inBucket, prefix, true, ""),
        S3Credentials.of(server().accessKey(), SecretBytes.ofUtf8(secretKey)),
        tuning,
        clock,
        new Random());
  }

  static Clock clock() {
    return Clock.systemUTC();
  }
}
