package dev.salvaguarda.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.api.incident.IncidentPhase;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.window.WindowPhase;
import dev.salvaguarda.domain.name.WireName;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What Argo CD's health checks say of each state of each kind, in a real Lua. */
class ArgoHealthIT {
  private static final Path CHECKS = Path.of("..", "..", "helm", "argocd", "health");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void ofEveryPhaseOfARun(RunPhase phase) throws IOException {
    String expected =
        switch (phase) {
          case PENDING, QUEUED, STARTING, RUNNING -> "Progressing";
          case SUCCEEDED -> "Healthy";
          case DEGRADED, FAILED, MISSED -> "Degraded";
          case CANCELLED -> "Suspended";
        };
    String status = "status: {phase: %s, message: why}".formatted(WireName.of(phase));

    assertThat(health("BackupRun", status)).isEqualTo(expected + ": why");
  }

  @ParameterizedTest
  @EnumSource
  void ofEveryPhaseOfARestore(RestorePhase phase) throws IOException {
    String expected =
        switch (phase) {
          case PENDING, STARTING, RUNNING -> "Progressing";
          case SUCCEEDED -> "Healthy";
          case DEGRADED, FAILED -> "Degraded";
          case CANCELLED -> "Suspended";
        };
    String status = "status: {phase: %s, message: why}".formatted(WireName.of(phase));

    assertThat(health("Restore", status)).isEqualTo(expected + ": why");
  }

  @ParameterizedTest
  @EnumSource
  void ofEveryStateOfANotice(NoticeStatus.State state) throws IOException {
    String expected =
        switch (state) {
          case PENDING, SENDING, UNCERTAIN -> "Progressing";
          case DELIVERED, SUPPRESSED -> "Healthy";
          case FAILED -> "Degraded";
        };
    String status = "status: {state: %s, message: why}".formatted(WireName.of(state));

    assertThat(health("Notice", status)).isEqualTo(expected + ": why");
    assertThat(health("Notice", "status: {state: Uncertain, settled: true, message: why}"))
        .isEqualTo("Degraded: why");
  }

  @ParameterizedTest
  @EnumSource
  void ofEveryPhaseOfAnIncident(IncidentPhase phase) throws IOException {
    String expected =
        switch (phase) {
          case REPORTED, ACKNOWLEDGED, AWAITING_SERVICE_REQUEST, UNDER_ANALYSIS, CONFIRMED ->
              "Progressing";
          case NOT_CONFIRMED, RESTORED, CLOSED -> "Healthy";
        };
    String status = "status:\n  observedGeneration: 2\n  phase: %s\n".formatted(WireName.of(phase));
    String awaiting = "  awaiting: {what: Verdict, from: ResponseTeam}\n";

    assertThat(health("Incident", status + condition("Ready", "True")))
        .isEqualTo(expected + ": " + WireName.of(phase));
    assertThat(health("Incident", status + awaiting + condition("Ready", "True")))
        .isEqualTo(
            "%s: %s, awaits Verdict from ResponseTeam".formatted(expected, WireName.of(phase)));
    assertThat(health("Incident", status + condition("Ready", "False")))
        .isEqualTo("Degraded: Ready said");
  }

  @ParameterizedTest
  @EnumSource
  void ofEveryPhaseOfAMaintenanceWindow(WindowPhase phase) throws IOException {
    String expected =
        switch (phase) {
          case PROPOSED, ANNOUNCED, IN_PROGRESS, OVERRUN -> "Progressing";
          case COMPLETED, CANCELLED -> "Healthy";
        };
    String status = "status:\n  observedGeneration: 2\n  phase: %s\n".formatted(WireName.of(phase));

    assertThat(health("MaintenanceWindow", status + condition("Ready", "True")))
        .isEqualTo(expected + ": " + WireName.of(phase));
    assertThat(health("MaintenanceWindow", status + condition("Ready", "False")))
        .isEqualTo("Degraded: Ready said");
  }

  @Test
  void ofTextsThatCannotBeFilledIn() throws IOException {
    String status =
        "status:\n  observedGeneration: 2\n"
            + condition("Ready", "True")
            + condition("TemplatesValid", "False").replace("  conditions:\n", "");

    assertThat(health("NotificationChannel", status)).isEqualTo("Degraded: TemplatesValid said");
  }

  @Test
  void ofWhatWasFoundOutLater() throws IOException {
    assertThat(
            health("BackupRun", "status:\n  phase: Succeeded\n" + condition("Restorable", "False")))
        .isEqualTo("Degraded: Restorable said");
    assertThat(
            health(
                "Restore",
                "status:\n  phase: Succeeded\n"
                    + condition("Attested", "False").replace("Any", "AttestationRejected")))
        .isEqualTo("Degraded: Attested said");
    assertThat(health("Restore", "status:\n  phase: Succeeded\n" + condition("Attested", "True")))
        .startsWith("Healthy");
  }

  @ParameterizedTest
  @CsvSource({
    "BackupRepository,True,Healthy",
    "BackupRepository,False,Degraded",
    "BackupRepository,Unknown,Progressing",
    "BackupPolicy,True,Healthy",
    "BackupPolicy,False,Degraded",
    "BackupPolicy,Unknown,Progressing",
    "NotificationChannel,True,Healthy",
    "NotificationChannel,False,Degraded",
    "NotificationChannel,Unknown,Progressing",
  })
  void ofReadiness(String kind, String ready, String expected) throws IOException {
    String status = "status:\n  observedGeneration: 2\n" + condition("Ready", ready);

    assertThat(health(kind, status)).startsWith(expected + ": ");
    if (!ready.equals("Unknown")) {
      assertThat(health(kind, status)).endsWith(": Ready said");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BackupRepository",
    "BackupPolicy",
    "NotificationChannel",
    "Incident",
    "MaintenanceWindow",
    "BackupRun",
    "Restore",
    "Notice"
  })
  void ofWhatTheOperatorHasNotSeenInItsPresentForm(String kind) throws IOException {
    assertThat(health(kind, "spec: {}")).startsWith("Progressing");
    if (!List.of("BackupRun", "Restore", "Notice").contains(kind)) {
      String former = "status:\n  observedGeneration: 1\n" + condition("Ready", "True");
      assertThat(health(kind, former)).startsWith("Progressing");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Intact,,Degraded",
    "RPOMet,ObjectiveMissed,Degraded",
    "RPOMet,NoGoodRun,Healthy",
    "LastRunSucceeded,RunFailed,Degraded",
    "LastRunSucceeded,RunMissed,Degraded",
    "LastRunSucceeded,RunDegraded,Degraded",
    "LastRunSucceeded,RunCancelled,Healthy",
    "Verified,TestNotPassed,Degraded",
    "RetentionHeldBack,,Healthy",
  })
  void ofAPolicyThatCanRun(String type, String reason, String expected) throws IOException {
    String one = condition("Ready", "True");
    String other = condition(type, "False").replace("  conditions:\n", "");
    String status =
        "status:\n  observedGeneration: 2\n"
            + one
            + (reason == null ? other : other.replace("Any", reason));

    assertThat(health("BackupPolicy", status)).startsWith(expected);
    if (expected.equals("Degraded")) {
      assertThat(health("BackupPolicy", status))
          .isEqualTo("Degraded: %s: %s said".formatted(type, type));
    }
    String unknown = status.replace("status: \"False\"", "status: \"Unknown\"");
    assertThat(health("BackupPolicy", unknown)).startsWith("Healthy");
  }

  @Test
  void ofWhatWasSuspended() throws IOException {
    for (String kind : List.of("BackupPolicy", "NotificationChannel")) {
      String ready = "status:\n  observedGeneration: 2\n" + condition("Ready", "True");

      assertThat(health(kind, ready + "spec: {suspend: true}\n")).startsWith("Suspended");
      assertThat(health(kind, ready + "spec: {suspend: false}\n")).startsWith("Healthy");
    }
  }

  private static String condition(String type, String status) {
    return """
      conditions:
      - {type: %s, status: "%s", reason: Any, message: %s said}
    """
        .formatted(type, status, type);
  }

  /** Status and message of an object of generation 2 with these lines, as Argo CD asks for them. */
  private String health(String kind, String lines) throws IOException {
    JsonNode object =
        Serialization.unmarshal(
            "kind: %s\nmetadata: {name: x, generation: 2}\n%s%n"
                .formatted(kind, lines.contains("spec:") ? lines : lines + "\nspec: {}"),
            JsonNode.class);
    Path script = folder.resolve("check.lua");
    Files.writeString(
        script,
        """
        obj = %s
        local health = (function()
        %s
        end)()
        print(health.status .. ": " .. (health.message or ""))
        """
            .formatted(lua(object), Files.readString(CHECKS.resolve(kind + ".lua"))));
    return Answer.of(
            List.of(RequiredTool.lua().path().toString(), script.toString()), Map.of(), folder)
        .orThrow()
        .strip();
  }

  private static String lua(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(entry -> "[\"%s\"] = %s".formatted(entry.getKey(), lua(entry.getValue())))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(ArgoHealthIT::lua)
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.isNull() ? "nil" : value.toString();
  }
}
