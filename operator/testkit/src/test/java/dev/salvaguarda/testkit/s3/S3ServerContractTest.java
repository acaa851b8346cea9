package dev.salvaguarda.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every {@link S3Server} must offer, whichever program stands behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3ServerContractTest {
  private S3Server server;

  abstract S3Server startServer();

  @BeforeAll
  void start() {
    server = startServer();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void returnsTheBytesThatWerePut() throws Exception {
    String bucket = server.newBucket();
    MinioClient client = server.client();
    put(client, bucket, "folder/object", "hello");

    try (var answer =
        client.getObject(GetObjectArgs.builder().bucket(bucket).object("folder/object").build())) {
      assertThat(answer.readAllBytes()).asString().isEqualTo("hello");
    }
  }

  @Test
  void givesEachCallerABucketOfItsOwn() throws Exception {
    String first = server.newBucket();
    String second = server.newBucket();
    MinioClient client = server.client();
    put(client, first, "object", "hello");

    assertThat(second).isNotEqualTo(first);
    assertThatThrownBy(() ->
            client.statObject(StatObjectArgs.builder().bucket(second).object("object").build()))
        .isInstanceOf(ErrorResponseException.class);
  }

  @Test
  void refusesAWrongSecretKey() {
    String bucket = server.newBucket();
    MinioClient stranger =
        MinioClient.builder()
            .endpoint(server.endpoint().toString())
            .region(server.region())
            .credentials(server.accessKey(), "not-the-secret-key")
            .build();

    assertThatThrownBy(() -> put(stranger, bucket, "object", "hello"))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            refusal ->
                assertThat(refusal.errorResponse().code()).isEqualTo("SignatureDoesNotMatch"));
  }

  @Test
  void refusesASecondConditionalPut() throws Exception {
    String bucket = server.newBucket();
    MinioClient client = server.client();
    put(client, bucket, "object", "first");

    assertThatThrownBy(() -> put(client, bucket, "object", "second", Map.of("If-None-Match", "*")))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            refusal -> assertThat(refusal.errorResponse().code()).isEqualTo("PreconditionFailed"));
  }

  static void put(MinioClient client, String bucket, String name, String content) throws Exception {
    put(client, bucket, name, content, Map.of());
  }

  static void put(
      MinioClient client, String bucket, String name, String content, Map<String, String> headers)
      throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    client.putObject(
        PutObjectArgs.builder().bucket(bucket).object(name).headers(headers).stream(
                new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
            .build());
  }
}
