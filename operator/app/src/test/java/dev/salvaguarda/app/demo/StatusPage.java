package dev.salvaguarda.app.demo;

import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.s3.S3Server;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.minio.GetObjectArgs;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The page that everybody reads, in a bucket of its own. */
final class StatusPage {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final S3Server s3;
  private final String bucket;

  StatusPage(S3Server s3) {
    this.s3 = s3;
    this.bucket = s3.newBucket();
  }

  /** Applies the channel that writes it. */
  void apply(KubernetesClient client, Path example) {
    Manifests.apply(
        client,
        DemoWorld.NAMESPACE,
        example,
        Map.of(
            "endpoint: https://s3.example.org", "endpoint: " + s3.endpoint(),
            "bucket: status", "bucket: " + bucket,
            "accessKey: change-me", "accessKey: " + s3.accessKey(),
            "secretKey: change-me", "secretKey: " + s3.secretKey()));
  }

  /** Prints what it says, once it says these words. */
  void show(String words) {
    Patience.until(
        "the page says \"" + words + "\"",
        DEADLINE,
        () -> html().contains(words),
        () -> "kubectl get nch,ntc says why");
    lines(html()).forEach(line -> System.out.println("  | " + line));
  }

  private String html() {
    GetObjectArgs page = GetObjectArgs.builder().bucket(bucket).object("index.html").build();
    try (var answer = s3.client().getObject(page)) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MinioException e) {
      // Nobody has written it yet.
      return "";
    }
  }

  /** What a reader without a browser sees of it. */
  private static Stream<String> lines(String html) {
    return html.substring(html.indexOf("<body>"))
        .replaceAll("</?(time|strong|em|span)[^>]*>", " ")
        .replaceAll("<[^>]+>", "\n")
        .lines()
        .map(line -> line.strip().replaceAll(" +", " "))
        .filter(line -> !line.isEmpty());
  }
}
