package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Stock restic on a repository of ours. */
record Restic(S3Server s3, String bucket, String prefix, String password, Path folder) {

  /** Runs a command that must end well, and returns its output. */
  String run(String... arguments) {
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
        assertThat(process.process().exitValue()).as(process::tail).isZero();
      }
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
