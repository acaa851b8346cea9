package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.TellingCases.channel;
import static dev.salvaguarda.controller.telling.TellingCases.policy;
import static dev.salvaguarda.controller.telling.TellingCases.policyWithSignature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.alert.Signal;
import dev.salvaguarda.domain.alert.Signals;
import dev.salvaguarda.domain.decision.OwedMessage;
import dev.salvaguarda.domain.incident.AlertMessages;
import dev.salvaguarda.domain.incident.FindingMessages;
import dev.salvaguarda.domain.incident.IncidentMessages;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.window.WindowMessages;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a text may name is told at least when all is known that there is to know. */
class PlaceholdersTest {
  private static final Instant NOW = Instant.parse("2026-12-05T10:00:00Z");
  private static final NotificationChannel CHANNEL =
      channel("tecnico", "organization: {name: Example Office}");
  private static final Texts LISTS = lists();

  @ParameterizedTest
  @EnumSource
  void eachIsFilledInAMessageThatMayNameIt(Message message) {
    Notice notice = notice(message);

    assertThat(notice.getSpec().message()).isEqualTo(message.wireName());
    assertThat(
            notice
                .getSpec()
                .rendered()
                .body()
                .lines()
                .filter(
                    line -> !line.startsWith("- ") && !line.startsWith(" ") && line.contains(": "))
                .map(line -> line.substring(0, line.indexOf(": "))))
        .containsExactlyInAnyOrderElementsOf(
            message.allowed().stream().map(Placeholder::key).toList());
  }

  /** For each message a text that tells all it may, one a line; what is empty has no line. */
  private static Texts lists() {
    Map<String, String> texts = new HashMap<>();
    for (Message message : Message.values()) {
      texts.put(
          message.wireName() + ".pt-BR.body",
          message.allowed().stream()
              .map(one -> "%s: x {{%s}}".formatted(one.key(), one.key()))
              .collect(Collectors.joining("\n")));
    }
    return Texts.shipped().with(texts);
  }

  private static Notice notice(Message message) {
    return switch (message) {
      case BACKUP_SUCCEEDED -> of(run("Succeeded"));
      case BACKUP_DEGRADED -> of(run("Degraded"));
      case BACKUP_FAILED -> of(run("Failed"));
      case BACKUP_MISSED -> of(missed());
      case VERIFICATION_SUCCEEDED -> of(test("Succeeded"));
      case VERIFICATION_FAILED -> of(test("Failed"));
      case VERIFICATION_DUE -> due();
      case BACKUP_DIGEST -> digest();
      case RECEIPT_CONFIRMATION,
          UNAVAILABILITY_NOT_CONFIRMED,
          INCIDENT_CONFIRMED,
          SERVICE_RESTORED,
          INCIDENT_CONFIRMED_RESTRICTED,
          INCIDENT_UPDATE ->
          incident(message);
      case MAINTENANCE_SCHEDULED,
          MAINTENANCE_RESCHEDULED,
          MAINTENANCE_REMINDER,
          MAINTENANCE_OVERRUN,
          MAINTENANCE_COMPLETED,
          MAINTENANCE_CANCELLED ->
          maintenance(message);
      case NON_CONFORMITY_OPENED, NON_CONFORMITY_OVERDUE -> finding(message);
      case INCIDENT_OPENED, SIGNAL_CLEARED -> alerts(message);
    };
  }

  private static Notice incident(Message message) {
    String decided =
        switch (message) {
          case UNAVAILABILITY_NOT_CONFIRMED ->
              "verdict: {outcome: NotConfirmed, by: joao, at: \"2026-11-27T17:20:00Z\"}\n";
          case INCIDENT_CONFIRMED_RESTRICTED -> IncidentCases.RESTRICTED;
          default -> IncidentCases.CONFIRMED + IncidentCases.UPDATED + IncidentCases.RESTORED;
        };
    Incident incident = IncidentCases.incident(decided);
    Instant now = Instant.parse("2026-11-27T19:00:00Z");
    return told(
        incident,
        IncidentMessages.owed(IncidentRecord.of(incident, now)),
        "subscribes: [{messages: [%s]}]".formatted(message.wireName()),
        now);
  }

  private static Notice alerts(Message message) {
    Incident incident = IncidentCases.incident("");
    Instant now = Instant.parse("2026-11-27T19:00:00Z");
    Instant since = Instant.parse("2026-11-27T17:00:00Z");
    return told(
        incident,
        AlertMessages.owed(
            IncidentRecord.of(incident, now),
            "ti",
            new Signals(
                List.of(new Signal("f1", "Down", "It is down.", false, since, 1, since)), false)),
        "organization: {name: Example Office}\nsubscribes: [{messages: [%s]}]"
            .formatted(message.wireName()),
        now);
  }

  private static Notice maintenance(Message message) {
    var window =
        WindowCases.window(
            WindowCases.ANNOUNCED
                + WindowCases.MOVED
                + "reminders: [24h]\n"
                + switch (message) {
                  case MAINTENANCE_CANCELLED -> WindowCases.CANCELLED;
                  case MAINTENANCE_COMPLETED -> WindowCases.COMPLETED;
                  default -> "";
                });
    Instant now = Instant.parse("2026-11-29T07:00:00Z");
    return told(
        window,
        WindowMessages.owed(WindowRecord.of(window, now), now),
        "retry: {deadline: 30d}\nsubscribes: [{messages: [%s]}]".formatted(message.wireName()),
        now);
  }

  private static Notice told(
      HasMetadata subject, List<OwedMessage> owed, String channel, Instant now) {
    return NoticePlan.of(
            subject,
            owed,
            List.of(IncidentCases.channel("group", channel)),
            ToldNotices.none(),
            now)
        .due()
        .stream()
        .map(one -> NoticeManifest.notice(one.story(), one.channel(), LISTS, null, List.of()))
        .findFirst()
        .orElseThrow();
  }

  private static Notice finding(Message message) {
    Instant later = Instant.parse("2026-12-04T22:10:00Z");
    return NoticePlan.asked(
            IncidentCases.finding(),
            FindingMessages.owed(IncidentRecord.of(IncidentCases.finding(), later), later),
            List.of(
                IncidentCases.channel(
                    "support", "retry: {deadline: 10d}\norganization: {name: Example Office}")),
            List.of(IncidentCases.asks("support", message.wireName())),
            ToldNotices.none(),
            later)
        .due()
        .stream()
        .map(one -> NoticeManifest.notice(one.story(), one.channel(), LISTS, null, List.of()))
        .findFirst()
        .orElseThrow();
  }

  private static BackupRun run(String phase) {
    return TellingCases.run(
        """
        phase: %s
        reason: SourceAccessDenied
        message: The server refused user backup.
        capturedAt: "2026-11-28T01:00:12Z"
        startTime: "2026-11-28T01:00:00Z"
        completionTime: "2026-11-28T01:03:20Z"
        bytesStored: 1048576
        worker: {repository: nuvem}
        targets: [{name: rh, phase: Succeeded, size: 4096, bytesStored: 0, snapshotId: aa}]
        """
            .formatted(phase));
  }

  private static BackupRun missed() {
    return TellingCases.run(
        """
        trigger:
          type: Schedule
          schedule: daily
          scheduledFor: "2026-11-28T01:00:00Z"
          missed: {count: 2, first: "2026-11-27T01:00:00Z", last: "2026-11-28T01:00:00Z"}
        """,
        """
        phase: Missed
        reason: RunMissed
        message: Two times passed.
        completionTime: "2026-11-28T01:30:00Z"
        """);
  }

  private static Restore test(String phase) {
    return TellingCases.test(
        "",
        """
        phase: %s
        reason: CheckNotPassed
        message: The check pessoas did not pass.
        completionTime: "2026-12-01T10:12:31Z"
        measuredRto: 1h12m31s
        measuredRpo: 8h
        bytesRestored: 1073741824
        source: {policy: folha, run: folha-1, repository: nuvem, capturedAt: "2026-12-01T01:00:12Z"}
        targets: [{name: rh, phase: Failed, rung: V3, reason: Internal, message: No.}]
        checks: [{name: pessoas, passed: true, observed: "42", message: fine.}]
        """
            .formatted(phase));
  }

  private static Notice of(BackupRun run) {
    return of(RunOccasion.of(run, run.getStatus(), policy(""), List.of()).orElseThrow());
  }

  private static Notice of(Restore test) {
    return of(TestOccasion.of(test, test.getStatus(), policyWithSignature()).orElseThrow());
  }

  /** A proof that is overdue and a signature that is awaited are told by the same message. */
  private static Notice due() {
    String overdue =
        """
        conditions:
        - {type: Verified, status: "False", reason: TestOverdue, message: It is too long ago.}
        lastVerification: {restore: folha-test-1, time: "2026-10-01T10:00:00Z"}
        """;
    String waiting =
        """
        verification: {awaitingSignOff: {restore: folha-test-2, since: "2026-12-01T10:00:00Z"}}
        """;
    Map<Placeholder, Fact> facts = new HashMap<>();
    List<DueOccasion> both = new ArrayList<>();
    for (String status : List.of(overdue, overdue + waiting)) {
      DueOccasion due =
          DueOccasion.of(policy(""), Serialization.unmarshal(status, BackupPolicyStatus.class), NOW)
              .orElseThrow();
      both.add(due);
      facts.putAll(due.occasion().story().facts());
    }
    var story = both.getFirst().occasion().story();
    return of(
        new Occasion(
            both.getFirst().occasion().kind(),
            story.subject(),
            story.key(),
            story.namespace(),
            story.thread(),
            story.eventTime(),
            facts));
  }

  private static Notice digest() {
    BackupRun run = run("Succeeded");
    Restore test = test("Succeeded");
    return DigestManifest.of(
        CHANNEL,
        new DigestPlan.Batch(NOW, List.of(of(run), of(test))),
        List.of(DigestRow.of(run).orElseThrow(), DigestRow.of(test).orElseThrow()),
        LISTS);
  }

  private static Notice of(Occasion occasion) {
    return NoticeManifest.of(occasion, CHANNEL, LISTS, NOW);
  }
}
