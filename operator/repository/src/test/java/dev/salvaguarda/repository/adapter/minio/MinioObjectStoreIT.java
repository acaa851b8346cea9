package dev.salvaguarda.repository.adapter.minio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.testkit.s3.MinioServer;
import dev.salvaguarda.testkit.s3.S3Server;
import io.minio.EnableObjectLegalHoldArgs;
import io.minio.SetObjectRetentionArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Retention;
import io.minio.messages.RetentionMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MinioObjectStoreIT extends S3StoreContract {
  private final MinioServer server = MinioServer.start();

  @Override
  S3Server server() {
    return server;
  }

  @Test
  void tellsUntilWhenAnObjectIsLocked() throws MinioException {
    String bucket = server.newBucketWithObjectLock();
    ZonedDateTime until =
        ZonedDateTime.now(ZoneOffset.UTC).plusDays(1).truncatedTo(ChronoUnit.SECONDS);
    try (ObjectStore store = store(bucket, "", server.secretKey(), clock())) {
      store.put("locked", new byte[1]);
      store.put("held", new byte[1]);
      store.put("free", new byte[1]);
      server
          .client()
          .setObjectRetention(
              SetObjectRetentionArgs.builder()
                  .bucket(bucket)
                  .object("locked")
                  .config(new Retention(RetentionMode.GOVERNANCE, until))
                  .build());
      server
          .client()
          .enableObjectLegalHold(
              EnableObjectLegalHoldArgs.builder().bucket(bucket).object("held").build());

      assertThat(store.lockedUntil("locked")).contains(until.toInstant());
      assertThat(store.lockedUntil("held"))
          .hasValueSatisfying(
              end -> assertThat(end).isAfter(Instant.parse("9999-01-01T00:00:00Z")));
      assertThat(store.lockedUntil("free")).isEmpty();
      assertThat(store.lockedUntil("absent")).isEmpty();
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }
}
