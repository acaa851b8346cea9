package dev.salvaguarda.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Location;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalPrinterTest {
  private static final Instant FIRST = Instant.parse("2026-11-27T01:02:03Z");

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Repository repository;

  @BeforeEach
  void makeARepository() {
    repository = TestRepository.inMemory(directory).create();
  }

  @Test
  void whatWasWrittenTwiceIsPrintedOnceAsItLeftTheCluster() {
    append(0, line("a", 1) + line("b", 1));
    append(1, line("b", 2) + line("c", 2));

    assertThat(print()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(text(out)).isEqualTo(line("a", 1) + line("b", 2) + line("c", 2));
  }

  @Test
  void whatWasWrittenTwiceIsPrintedFromTheBatchThatCanBeRead() {
    append(0, line("a", 1) + line("b", 1));
    String damaged = append(1, line("b", 2));
    repository.store().put(damaged, new byte[100]);

    assertThat(print()).isEqualTo(ExitCode.DEGRADED);
    assertThat(text(out)).isEqualTo(line("a", 1) + line("b", 1));
  }

  @Test
  void aDamagedBatchIsNamedAndTheOthersArePrinted() {
    String damaged = append(0, line("a", 1));
    append(1, line("b", 1));
    repository.store().put(damaged, new byte[100]);

    assertThat(print()).isEqualTo(ExitCode.DEGRADED);
    assertThat(text(out)).isEqualTo(line("b", 1));
    assertThat(text(err)).contains(damaged).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "s3:https://s3.example.org/backups/payroll,https://s3.example.org,payroll",
    "s3:http://192.0.2.1:9000/backups,http://192.0.2.1:9000,''",
    "s3:s3.example.org/backups/a/b/,https://s3.example.org,a/b"
  })
  void theAddressIsReadAsResticReadsIt(String address, String endpoint, String prefix) {
    S3Location location = new ResticVariables(Map.of("RESTIC_REPOSITORY", address)).location();

    assertThat(location.endpoint()).hasToString(endpoint);
    assertThat(location.bucket()).isEqualTo("backups");
    assertThat(location.prefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/srv/restic", "s3:", "s3:https://s3.example.org", "sftp:host:/x/y", "s3:a b/c"})
  void anotherAddressIsRefused(String address) {
    assertThatThrownBy(() -> new ResticVariables(Map.of("RESTIC_REPOSITORY", address)).location())
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.sentence()).startsWith("RESTIC_REPOSITORY must be like s3:"));
  }

  @Test
  void aPasswordIsReadFromItsFileFirst() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "of the file\n");
    Map<String, String> both =
        Map.of("RESTIC_PASSWORD", "other", "RESTIC_PASSWORD_FILE", file.toString());

    try (var password = new ResticVariables(both).password()) {
      assertThat(password.revealUtf8()).isEqualTo("of the file");
    }
  }

  private String append(int seconds, String lines) {
    return repository
        .journal()
        .append(lines.getBytes(StandardCharsets.UTF_8), FIRST.plusSeconds(seconds));
  }

  private static String line(String uid, int version) {
    return "{\"metadata\":{\"uid\":\"%s\"},\"version\":%d}\n".formatted(uid, version);
  }

  private ExitCode print() {
    return new JournalPrinter(
            repository.context(), new PrintStream(out, true, StandardCharsets.UTF_8), errors())
        .print(repository.journal());
  }

  private PrintStream errors() {
    return new PrintStream(err, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
