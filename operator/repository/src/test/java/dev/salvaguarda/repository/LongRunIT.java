package dev.salvaguarda.repository;

import dev.salvaguarda.repository.adapter.minio.MinioObjectStore;
import dev.salvaguarda.repository.adapter.minio.S3Tuning;
import dev.salvaguarda.repository.fixture.Restic;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.testkit.s3.MinioServer;
import dev.salvaguarda.testkit.s3.S3Server;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * After hundreds of steps by both tools a repository is as good as new.
 *
 * <p>{@code -Dsalvaguarda.steps=1000} makes it longer.
 */
class LongRunIT {
  private static final int STEPS_ON_S3 = 12;

  @TempDir Path directory;
  private String bucket = "";

  @BeforeEach
  void findRestic() {
    Restic.require();
  }

  @SeededTest(fixed = 1)
  void aRepositoryInADirectoryStaysSoundHoweverBothToolsWorkOnIt(long seed) throws IOException {
    TestRepository place = TestRepository.inDirectory(directory);
    int standard = "true".equals(System.getenv("CI")) ? 100 : 40;

    run(seed, place, place.restic(), Integer.getInteger("salvaguarda.steps", standard));
  }

  @SeededTest(fixed = 2)
  void aRepositoryInS3StaysSoundHoweverBothToolsWorkOnIt(long seed) throws IOException {
    try (S3Server server = MinioServer.start();
        ObjectStore store = store(server, server.newBucket(), seed)) {
      TestRepository place = TestRepository.in(store, directory);
      run(seed, place, restic(server), STEPS_ON_S3);
    }
  }

  private void run(long seed, TestRepository place, Restic restic, int steps) throws IOException {
    TwoTools tools = new TwoTools(seed, place, restic, directory);
    try {
      tools.steps(steps);
      tools.judge();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed %d, after %s".formatted(seed, tools.history()), e);
    }
  }

  private ObjectStore store(S3Server server, String inBucket, long seed) {
    bucket = inBucket;
    return new MinioObjectStore(
        new S3Location(server.endpoint(), server.region(), bucket, "long/run", true, ""),
        S3Credentials.of(server.accessKey(), SecretBytes.ofUtf8(server.secretKey())),
        S3Tuning.BRISK,
        Clock.systemUTC(),
        new Random(seed));
  }

  private Restic restic(S3Server server) {
    return new Restic(
        "s3:%s/%s/long/run".formatted(server.endpoint(), bucket),
        directory,
        Map.of(
            "AWS_ACCESS_KEY_ID", server.accessKey(),
            "AWS_SECRET_ACCESS_KEY", server.secretKey(),
            "AWS_DEFAULT_REGION", server.region()));
  }
}
