package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The restic program of this machine: the oracle for everything we write. */
public final class Restic {
  /** The password of every repository that {@link #run} works on. */
  public static final String PASSWORD = TestRepository.PASSWORD;

  private final Path repository;
  private final Path home;

  public Restic(Path repository, Path home) {
    this.repository = repository;
    this.home = home;
  }

  /** Skips the test where there is no restic, but fails it in CI. */
  public static void require() {
    boolean present =
        List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, "restic")));
    if (!present && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("restic is not installed, and CI must have it");
    }
    Assumptions.assumeTrue(present, "SKIPPED: restic is not installed");
  }

  /** Runs restic, which must succeed, and returns its output. */
  public String run(String... arguments) {
    Result result = tryRun(arguments);
    assertThat(result.status()).as(String.join(" ", arguments) + "\n" + result.output()).isZero();
    return result.output();
  }

  /** Every structure and every byte is good. */
  public void check() {
    assertThat(run("check", "--read-data")).contains("no errors were found");
  }

  public Result tryRun(String... arguments) {
    List<String> command = new ArrayList<>(List.of("restic", "--no-cache", "-r"));
    command.add(repository.toString());
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("RESTIC_PASSWORD", TestRepository.PASSWORD);
      builder.environment().put("RESTIC_PASSWORD2", TestRepository.PASSWORD);
      builder.environment().put("HOME", home.toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public record Result(int status, String output) {}
}
