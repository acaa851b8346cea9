package dev.salvaguarda.bench;

import dev.salvaguarda.testkit.s3.S3Server;
import io.minio.ListObjectsArgs;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bucket with an empty restic repository, made by stock restic for either engine. */
record BenchBucket(S3Server server, String name, Path passwordFile, Path restic) {
  private static final Pattern REQUESTS =
      Pattern.compile("^minio_s3_requests_total\\{.*} ([\\d.e+]+)$", Pattern.MULTILINE);

  static BenchBucket make(S3Server server, Path folder, Path restic) throws IOException {
    Path password = folder.resolve("password");
    Files.writeString(password, "a password for measurements");
    BenchBucket bucket = new BenchBucket(server, server.newBucket(), password, restic);
    MeasuredCommand.run(
        restic + " init --repository-version 2", bucket.environment(), folder.resolve("init.log"));
    return bucket;
  }

  /** What restic needs to know. */
  Map<String, String> environment() {
    return Map.of(
        "RESTIC_REPOSITORY",
        "s3:" + server.endpoint() + "/" + name,
        "RESTIC_PASSWORD_FILE",
        passwordFile.toString(),
        "AWS_ACCESS_KEY_ID",
        server.accessKey(),
        "AWS_SECRET_ACCESS_KEY",
        server.secretKey());
  }

  long bytes() {
    long sum = 0;
    try {
      for (Result<Item> item :
          server
              .client()
              .listObjects(ListObjectsArgs.builder().bucket(name).recursive(true).build())) {
        sum += item.get().size();
      }
    } catch (MinioException e) {
      throw new IllegalStateException("can't list " + name, e);
    }
    return sum;
  }

  /** Requests that the server has answered since its start; -1 where it does not count. */
  long requests() {
    awaitFreshCount();
    URI metrics = server.endpoint().resolve("/minio/v2/metrics/node");
    try (var in = metrics.toURL().openStream()) {
      Matcher matcher = REQUESTS.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      long sum = 0;
      while (matcher.find()) {
        sum += (long) Double.parseDouble(matcher.group(1));
      }
      return sum;
    } catch (IOException e) {
      return -1;
    }
  }

  /** MinIO counts anew only every ten seconds. */
  private static void awaitFreshCount() {
    try {
      Thread.sleep(11_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
