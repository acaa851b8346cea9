package dev.salvaguarda.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.util.Random;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyS3Test {
  private final byte[] content = new byte[100_000];
  private S3Server server;
  private FaultyS3 faulty;
  private MinioClient client;
  private String bucket = "";

  @BeforeAll
  void startServer() {
    new Random(7).nextBytes(content);
    server = S3ProxyServer.start();
  }

  @BeforeEach
  void standBefore() {
    faulty = FaultyS3.before(server, 7);
    client =
        MinioClient.builder()
            .endpoint(faulty.endpoint().toString())
            // Else the first request asks for it.
            .region(faulty.region())
            .credentials(faulty.accessKey(), faulty.secretKey())
            .httpClient(new OkHttpClient.Builder().retryOnConnectionFailure(false).build())
            .build();
    bucket = server.newBucket();
  }

  @AfterEach
  void goAway() {
    faulty.close();
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @Test
  void passesOnWhatItIsGivenAndCountsIt() throws Exception {
    put("data/a");

    assertThat(get("data/a")).isEqualTo(content);
    assertThat(faulty.stored("/data/")).hasSize(1).containsValue(1);
    assertThat(faulty.requests()).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultyS3.Fault.class,
      names = {"BUSY", "CUT_BEFORE", "CUT_ANSWER"})
  void spoilsRequestsUntilItIsHealed(FaultyS3.Fault fault) throws Exception {
    faulty.begin(fault, 1);
    assertThatThrownBy(() -> put("data/a")).isInstanceOf(Exception.class);

    faulty.heal();
    put("data/a");
    assertThat(get("data/a")).isEqualTo(content);
    assertThat(faulty.stored("/data/")).containsValue(1);
  }

  @Test
  void anAnswerThatWasCutStillMeansThatTheServerDidWhatWasAsked() throws Exception {
    faulty.begin(FaultyS3.Fault.CUT_ANSWER, 1);
    assertThatThrownBy(() -> put("data/a")).isInstanceOf(Exception.class);

    faulty.heal();
    assertThat(get("data/a")).isEqualTo(content);
    assertThat(faulty.stored("/data/")).isEmpty();
  }

  @Test
  void turnsABitOnTheWayDown() throws Exception {
    put("data/a");
    faulty.begin(FaultyS3.Fault.WRONG_BYTES, 1);

    byte[] read = get("data/a");

    assertThat(read).hasSameSizeAs(content).isNotEqualTo(content);
  }

  private void put(String name) throws Exception {
    client.putObject(
        PutObjectArgs.builder().bucket(bucket).object(name).stream(
                new ByteArrayInputStream(content), (long) content.length, -1L)
            .build());
  }

  private byte[] get(String name) throws Exception {
    try (var answer =
        client.getObject(GetObjectArgs.builder().bucket(bucket).object(name).build())) {
      return answer.readAllBytes();
    }
  }
}
