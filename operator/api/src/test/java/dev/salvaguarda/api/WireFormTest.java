package dev.salvaguarda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.MissedRuns;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunSpec;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.TriggerSpec;
import dev.salvaguarda.api.window.MaintenanceWindow;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WireFormTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "backuprepository", BackupRepository.class,
          "backuppolicy", BackupPolicy.class,
          "backuprun", BackupRun.class,
          "restore", Restore.class,
          "notificationchannel", NotificationChannel.class,
          "notice", Notice.class,
          "incident", Incident.class,
          "maintenancewindow", MaintenanceWindow.class);

  @Test
  void whatIsAbsentIsReadAsItsDefault() {
    BackupPolicySpec spec = YAML.unmarshal("schedules: []", BackupPolicySpec.class);

    assertThat(spec.suspend()).isFalse();
    assertThat(spec.timeZone()).isEqualTo("Etc/UTC");
    assertThat(spec.startingDeadline()).isEqualTo("20m");
    assertThat(spec.missedRuns()).isEqualTo(MissedRuns.RUN_ONCE);
    assertThat(spec.repositories()).isEmpty();
    assertThat(spec.failedRunsHistoryLimit()).isEqualTo(5);
  }

  @Test
  void aRunThatNamesOnlyItsPolicyIsManual() {
    BackupRunSpec spec = YAML.unmarshal("policyRef: {name: payroll}", BackupRunSpec.class);

    assertThat(spec.trigger()).isEqualTo(TriggerSpec.MANUAL);
    assertThat(spec.cancel()).isFalse();
    assertThat(spec.targets()).isEmpty();
  }

  @Test
  void aFieldOfANewerVersionIsSkipped() {
    BackupRunStatus status =
        YAML.unmarshal(
            "phase: Running\nfieldOfTomorrow: {deep: [1, 2]}\nstartTime: 2026-03-01T01:00:00Z",
            BackupRunStatus.class);

    assertThat(status.phase()).isEqualTo(RunPhase.RUNNING);
    assertThat(status.startTime()).isEqualTo(Instant.parse("2026-03-01T01:00:00Z"));
  }

  @Test
  void whatIsEmptyIsNotWritten() {
    BackupRunStatus empty = YAML.unmarshal("{}", BackupRunStatus.class);

    assertThat(YAML.asJson(empty)).isEqualTo("{}");
  }

  @Test
  void timesAndPhasesAreWrittenAsKubernetesWritesThem() {
    String written =
        YAML.asJson(
            YAML.unmarshal(
                "phase: Missed\ncompletionTime: 2026-03-01T01:00:00Z", BackupRunStatus.class));

    assertThat(written)
        .isEqualTo("{\"phase\":\"Missed\",\"completionTime\":\"2026-03-01T01:00:00Z\"}");
  }

  @TestFactory
  Stream<DynamicTest> everyFieldOfAValidObjectSurvivesReadingAndWriting() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of("src", "test", "resources", "crd"))) {
      files =
          all.filter(file -> file.getFileName().toString().startsWith("valid-")).sorted().toList();
    }
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> assertSurvives(file)));
  }

  private static void assertSurvives(Path file) throws IOException {
    Class<? extends HasMetadata> kind =
        KINDS.get(String.valueOf(file.getName(file.getNameCount() - 2)));
    assertThat(kind).isNotNull();
    for (String document : Files.readString(file).split("(?m)^---\n", -1)) {
      JsonNode before = YAML.unmarshal(document, JsonNode.class);
      JsonNode after = YAML.convertValue(YAML.unmarshal(document, kind), JsonNode.class);
      assertContains(after, before, "");
    }
  }

  /** Defaults may be added, but nothing may be lost. */
  private static void assertContains(JsonNode after, JsonNode before, String path) {
    if (before.isObject()) {
      before
          .properties()
          .forEach(field ->
              assertContains(
                  after.path(field.getKey()), field.getValue(), path + "." + field.getKey()));
    } else if (before.isArray()) {
      assertThat(after).as(path).hasSize(before.size());
      for (int i = 0; i < before.size(); i++) {
        assertContains(after.get(i), before.get(i), path + "[" + i + "]");
      }
    } else {
      assertThat(same(after.asText())).as(path).isEqualTo(same(before.asText()));
    }
  }

  /** A time in UTC: it is the same time in whatever zone it was written. */
  private static String same(String text) {
    return text.matches("\\d{4}-\\d\\d-\\d\\dT.+")
        ? OffsetDateTime.parse(text).toInstant().toString()
        : text;
  }
}
