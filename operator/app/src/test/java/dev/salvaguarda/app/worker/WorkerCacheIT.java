package dev.salvaguarda.app.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.salvaguarda.testkit.process.Machine;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worker starts from the cache that the build leaves, and does without where it doesn't fit.
 */
class WorkerCacheIT {
  private static final Path A_JOB =
      Path.of("../controller/src/test/resources/manifests/files-claim/out-Job.yaml");

  private final PackagedWorker worker = PackagedWorker.in(Path.of("target"));

  @TempDir private Path folder;

  @BeforeEach
  void onlyWhereJavaMakesOne() {
    boolean made = Files.isRegularFile(worker.cache());
    assumeTrue(made || Machine.isCi(), "SKIPPED: this Java made no cache, see training.log.");
    assertThat(made).as("CI needs a JDK that makes a cache").isTrue();
  }

  @Test
  void isStartedFromByAWorkerWithTheFlagsOfAJob() throws Exception {
    for (List<String> command :
        List.of(
            worker.command(),
            worker.command("-XX:+UseSerialGC", "-Xmx320m"),
            worker.command("-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1"))) {
      ProcessBuilder start = version(command);
      // "on" ends a JVM that can't; nobody else asks for that.
      start.environment().put("JDK_JAVA_OPTIONS", flagsOfAJob() + " -XX:AOTMode=on");

      assertThat(start.start().waitFor()).as(command::toString).isZero();
    }
  }

  @Test
  void isMadeAnewWhenItIsOfOtherJarsAndNeverSpokenOf() throws Exception {
    PackagedWorker other = copy();
    Files.copy(worker.cache(), other.cache());
    Files.copy(worker.madeOf(), other.madeOf());

    assertThat(WorkerTraining.fits(other)).isFalse();
    assertSaysOnlyItsVersion(other);
  }

  @Test
  void isPassedOverWithoutAWordWhenItIsCutOff() throws Exception {
    PackagedWorker other = copy();
    Files.copy(worker.cache(), other.cache());
    Files.writeString(other.madeOf(), other.jars());
    try (RandomAccessFile open = new RandomAccessFile(other.cache().toFile(), "rw")) {
      open.setLength(open.length() / 2);
    }

    assertThat(WorkerTraining.fits(other)).isFalse();
    assertSaysOnlyItsVersion(other);
  }

  @Test
  void isNotAskedForWhereThereIsNone() throws Exception {
    assertSaysOnlyItsVersion(copy());
  }

  @Test
  void takesAllJarsForNoneIsSigned() throws Exception {
    List<String> signatures = new ArrayList<>();
    for (Path jar : worker.jarFiles()) {
      try (ZipFile open = new ZipFile(jar.toFile())) {
        open.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"))
            .forEach(name -> signatures.add(jar + "!" + name));
      }
    }

    assertThat(signatures).isEmpty();
  }

  private void assertSaysOnlyItsVersion(PackagedWorker worker) throws Exception {
    Process started =
        version(worker.command(WorkerTraining.FLAGS)).redirectErrorStream(true).start();

    assertThat(new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .matches("salvaguarda \\S+\\R");
    assertThat(started.waitFor()).isZero();
  }

  /** The same jars, by their content, changed just now. */
  private PackagedWorker copy() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("agent").resolve("lib"));
    try (Stream<Path> jars = Files.list(worker.folder().resolve("lib"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, lib.resolve(jar.getFileName()));
      }
    }
    PackagedWorker copy = PackagedWorker.in(folder);
    Files.copy(worker.options(), copy.options());
    return copy;
  }

  private static ProcessBuilder version(List<String> command) {
    List<String> line = new ArrayList<>(command);
    line.add("--version");
    return new ProcessBuilder(line);
  }

  private static String flagsOfAJob() throws IOException {
    return Serialization.unmarshal(Files.readString(A_JOB), Job.class)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getEnv()
        .stream()
        .filter(variable -> variable.getName().equals("JDK_JAVA_OPTIONS"))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }
}
