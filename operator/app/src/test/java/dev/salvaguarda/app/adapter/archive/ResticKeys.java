package dev.salvaguarda.app.adapter.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.s3.S3Server;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * What stock restic says of the keys of a repository.
 *
 * @param place as restic names it
 */
record ResticKeys(S3Server s3, String place, Path folder) {

  /** How many keys there are; empty if the password opens none of them. */
  OptionalInt openedWith(Path restic, String password) throws Exception {
    Path log = Files.createTempFile(folder, "restic", ".log");
    ProcessBuilder list =
        new ProcessBuilder(
                restic.toString(), "--no-cache", "--no-lock", "-r", place, "key", "list", "--json")
            .redirectOutput(log.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    list.environment()
        .putAll(
            Map.of(
                "RESTIC_PASSWORD", password,
                "AWS_ACCESS_KEY_ID", s3.accessKey(),
                "AWS_SECRET_ACCESS_KEY", s3.secretKey()));
    Process process = list.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(log);
    if (process.exitValue() != 0) {
      assertThat(said).contains("wrong password or no key found");
      return OptionalInt.empty();
    }
    return OptionalInt.of(Serialization.unmarshal(said, List.class).size());
  }
}
