package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Stock restic on a repository of ours. */
record Restic(S3Server s3, String bucket, String prefix, String password, Path folder) {

  private static final Duration LOCKED_AT_MOST = Duration.ofMinutes(1);

  /**
   * Runs a command that must end well, and returns its output. One that meets maintenance, which
   * has the repository for itself for a moment, is given again.
   */
  String run(String... arguments) {
    Answer answer =
        await()
            .atMost(LOCKED_AT_MOST)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> ask(arguments), Restic::isForUs);
    assertThat(answer.status()).as(answer::text).isZero();
    return answer.text();
  }

  private record Answer(int status, String text) {}

  private static boolean isForUs(Answer answer) {
    return answer.status() == 0 || !answer.text().contains("already locked exclusively");
  }

  private Answer ask(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.restic().path().toString());
    command.addAll(
        List.of("--no-cache", "-r", "s3:" + s3.endpoint() + "/" + bucket + "/" + prefix));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of(
            "RESTIC_PASSWORD", password,
            "AWS_ACCESS_KEY_ID", s3.accessKey(),
            "AWS_SECRET_ACCESS_KEY", s3.secretKey());
    try {
      Path log = Files.createTempFile(folder, "restic", ".log");
      try (LocalProcess process = LocalProcess.start("restic", command, environment, folder, log)) {
        assertThat(process.process().waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Answer(process.process().exitValue(), Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
