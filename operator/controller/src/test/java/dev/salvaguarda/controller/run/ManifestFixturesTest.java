package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.worker.manifest.JobManifest;
import dev.salvaguarda.controller.worker.manifest.OrderManifest;
import dev.salvaguarda.controller.worker.manifest.WorkerSettings;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.domain.workorder.Replication.CaughtUp;
import dev.salvaguarda.domain.workorder.RunSpan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code manifests/} is a case: what a user applied ({@code in-*}), and what the
 * operator makes of it ({@code out-*}), compared as text.
 */
class ManifestFixturesTest {
  private static final String DAMAGED = "ab".repeat(32);
  private static final Path CASES = Path.of("src/test/resources/manifests");
  private static final String REPLICA = "in-BackupRepository-vault.yaml";
  private static final Path ACTUAL = Path.of("target/manifests");
  private static final WorkerSettings SETTINGS =
      new WorkerSettings("registry.example.org/salvaguarda:1.2.3", "IfNotPresent");

  @TestFactory
  Stream<DynamicTest> makesTheseManifestsOfThosePolicies() throws IOException {
    List<Path> cases;
    try (Stream<Path> folders = Files.list(CASES)) {
      cases = folders.filter(Files::isDirectory).sorted().toList();
    }
    assertThat(cases).isNotEmpty();
    return cases.stream()
        .map(folder ->
            DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
  }

  private static void check(Path folder) throws IOException {
    Map<String, String> actual = new TreeMap<>();
    for (HasMetadata made : manifests(folder)) {
      actual.put("out-" + made.getKind() + ".yaml", Serialization.asYaml(made));
    }
    Path written = ACTUAL.resolve(folder.getFileName());
    Files.createDirectories(written);
    for (Map.Entry<String, String> file : actual.entrySet()) {
      Files.writeString(written.resolve(file.getKey()), file.getValue());
    }
    String mend =
        """
        The manifests of %s changed. If that is meant, look at the difference and take them over:
          cp -r operator/controller/target/manifests/. operator/controller/src/test/resources/manifests/\
        """
            .formatted(folder.getFileName());
    Set<String> expectedFiles = new TreeSet<>(actual.keySet());
    expectedFiles.addAll(
        Set.of("in-BackupPolicy.yaml", "in-BackupRepository.yaml", "in-BackupRun.yaml"));
    if (Files.exists(folder.resolve(REPLICA))) {
      expectedFiles.add(REPLICA);
    }
    assertThat(filesOf(folder)).as(mend).isEqualTo(expectedFiles);
    for (Map.Entry<String, String> file : actual.entrySet()) {
      assertThat(file.getValue())
          .as(mend)
          .isEqualTo(Files.readString(folder.resolve(file.getKey())));
    }
  }

  private static List<HasMetadata> manifests(Path folder) {
    BackupRun run = read(folder, BackupRun.class);
    WorkerSpec spec =
        new CopyWorker(
                run,
                read(folder, BackupPolicy.class),
                read(folder, BackupRepository.class),
                replicas(folder),
                1,
                run.getSpec().targets(),
                new PreviousCopies(
                    Map.of("payroll", "ab".repeat(32)),
                    List.of(
                        new RunSpan(
                            Instant.parse("2026-11-22T22:00:05Z"),
                            Instant.parse("2026-11-22T22:12:40Z"))),
                    Map.of(
                        "vault",
                        new CaughtUp(
                            "00000000-0000-0000-0000-0000000000a0",
                            Instant.parse("2026-11-22T22:00:05Z")))),
                false,
                KnownDamage.NONE,
                21_600)
            .spec();
    Job job = JobManifest.of(spec, SETTINGS);
    List<HasMetadata> made = new ArrayList<>(List.of(job));
    Job created = Serialization.clone(job);
    created.getMetadata().setUid("00000000-0000-0000-0000-0000000000b1");
    made.add(OrderManifest.of(spec, created));
    return made;
  }

  /** One of which something is known to be damaged, and one that is not there. */
  private static List<RunReplica> replicas(Path folder) {
    return Files.exists(folder.resolve(REPLICA))
        ? List.of(
            new RunReplica(
                "vault",
                2,
                read(folder, REPLICA, BackupRepository.class),
                new KnownDamage(List.of(), Set.of(DAMAGED), false, false)),
            new RunReplica("gone", 3, null, KnownDamage.NONE))
        : List.of();
  }

  private static <T extends HasMetadata> T read(Path folder, Class<T> type) {
    return read(folder, "in-" + type.getSimpleName() + ".yaml", type);
  }

  private static <T extends HasMetadata> T read(Path folder, String file, Class<T> type) {
    try {
      return Serialization.unmarshal(Files.readString(folder.resolve(file)), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
