package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.TellingCases.channel;
import static dev.salvaguarda.controller.telling.TellingCases.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Texts;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When what a notice says has come to an end, and that only what is due can. */
class StillTrueTest {
  private static final Instant EVENING = Instant.parse("2026-11-27T19:00:00Z");
  private static final Instant NOW = Instant.parse("2026-12-05T10:00:00Z");
  private static final String ASKS = "verification: {schedule: {cron: \"0 6 1 * *\"}}";
  private static final String NOTIFIES = ASKS + "\nnotify: [{channelRef: {name: tecnico}}]";
  private static final String OVERDUE =
      """
      conditions:
      - {type: Verified, status: "False", reason: TestOverdue, message: It is too long ago.}
      lastVerification: {restore: folha-test-1}
      """;
  private static final String WAITING =
      """
      lastVerification: {restore: folha-test-1}
      verification: {awaitingSignOff: {restore: folha-test-2, since: "2026-12-01T10:00:00Z"}}
      """;

  @Test
  void aConfirmationThatWaitsIsPointlessOnceTheServiceIsRestored() {
    Notice notice =
        NoticePlanTest.notices(
                IncidentCases.incident(IncidentCases.CONFIRMED),
                IncidentCases.channel("group", "subscribes: [{messages: [IncidentConfirmed]}]"))
            .getFirst();

    assertThat(StillTrue.decidedKind(notice.getSpec())).contains(Incident.class);
    assertThat(
            StillTrue.endOfDecided(
                notice, IncidentCases.incident(IncidentCases.CONFIRMED), EVENING))
        .isEmpty();
    assertThat(
            StillTrue.endOfDecided(
                notice,
                IncidentCases.incident(IncidentCases.CONFIRMED + IncidentCases.RESTORED),
                EVENING))
        .contains("The service was restored before this could be sent.");
  }

  @Test
  void aRestorationThatIsDatedAheadEndsNothingBefore() {
    Notice notice =
        NoticePlanTest.notices(
                IncidentCases.incident(IncidentCases.CONFIRMED),
                IncidentCases.channel("group", "subscribes: [{messages: [IncidentConfirmed]}]"))
            .getFirst();

    assertThat(
            StillTrue.endOfDecided(
                notice,
                IncidentCases.incident(IncidentCases.CONFIRMED + IncidentCases.RESTORED),
                EVENING.minus(Duration.ofHours(1))))
        .isEmpty();
  }

  @Test
  void whatWasDecidedAboutAnIncidentThatIsGoneIsStillSaid() {
    Notice notice =
        NoticePlanTest.notices(
                IncidentCases.incident(IncidentCases.CONFIRMED),
                IncidentCases.channel("group", "subscribes: [{messages: [IncidentConfirmed]}]"))
            .getFirst();
    var another = IncidentCases.incident(IncidentCases.CONFIRMED + IncidentCases.RESTORED);
    another.getMetadata().setUid("another-uid");

    assertThat(StillTrue.endOfDecided(notice, null, EVENING)).isEmpty();
    assertThat(StillTrue.endOfDecided(notice, another, EVENING)).isEmpty();
  }

  @Test
  void anOverdueProofIsDueUntilAnotherTestHasPassed() {
    Notice notice = notice(OVERDUE);

    assertThat(StillTrue.end(notice, with(ASKS, OVERDUE))).isEmpty();
    assertThat(StillTrue.end(notice, with(ASKS, OVERDUE.replace("test-1", "test-9"))))
        .contains("A proof or a signature has arrived since.");
  }

  @Test
  void itStaysDueWhileTheNextTestFails() {
    String failed = OVERDUE.replace("TestOverdue", "TestNotPassed");

    assertThat(StillTrue.end(notice(OVERDUE), with(ASKS, failed))).isEmpty();
  }

  @Test
  void aSignatureIsAwaitedUntilItIsGivenOrAnotherTestAwaitsOne() {
    Notice notice = notice(WAITING);

    assertThat(StillTrue.end(notice, with(ASKS, WAITING))).isEmpty();
    assertThat(StillTrue.end(notice, with(ASKS, WAITING.replace("test-2", "test-3")))).isPresent();
    assertThat(StillTrue.end(notice, with(ASKS, "lastVerification: {restore: folha-test-2}")))
        .isPresent();
  }

  @Test
  void nothingIsDueOfAPolicyThatIsGoneOrAsksForNoTests() {
    BackupPolicy another = with(ASKS, OVERDUE);
    another.getMetadata().setUid("another");

    assertThat(StillTrue.end(notice(OVERDUE), null)).contains("The policy is gone.");
    assertThat(StillTrue.end(notice(OVERDUE), another)).contains("The policy is gone.");
    assertThat(StillTrue.end(notice(OVERDUE), with("", OVERDUE)))
        .contains("The policy asks for no tests any more.");
  }

  @Test
  void aStandInOnAnotherChannelIsAsTrueAsWhatItStandsInFor() {
    Notice standIn = notice(OVERDUE, notice(OVERDUE).getMetadata().getName());

    assertThat(StillTrue.end(standIn, with(NOTIFIES, OVERDUE))).isEmpty();
    assertThat(StillTrue.end(standIn, with(NOTIFIES, OVERDUE.replace("test-1", "test-9"))))
        .isPresent();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VERIFICATION_DUE")
  void whatHappenedStaysTrue(Message message) {
    Notice notice =
        Serialization.unmarshal(
            Serialization.asJson(notice(OVERDUE)).replace("VerificationDue", message.wireName()),
            Notice.class);

    assertThat(StillTrue.mayEnd(notice.getSpec())).isFalse();
    assertThat(StillTrue.mayEnd(notice(OVERDUE).getSpec())).isTrue();
  }

  private static Notice notice(String status) {
    return NoticeManifest.of(
        DueOccasion.of(with(ASKS, status), status(status), NOW).orElseThrow().occasion(),
        channel("tecnico", ""),
        Texts.shipped(),
        NOW);
  }

  private static Notice notice(String status, String fallbackFor) {
    Notice notice =
        Serialization.unmarshal(
            Serialization.asJson(notice(status))
                .replace("\"tecnico\"", "\"outro\"")
                .replaceFirst("\"spec\":\\{", "\"spec\":{\"fallbackFor\":\"" + fallbackFor + "\","),
            Notice.class);
    notice.getMetadata().setName("stand-in");
    return notice;
  }

  private static BackupPolicy with(String spec, String status) {
    BackupPolicy policy = policy(spec);
    policy.setStatus(status(status));
    return policy;
  }

  private static BackupPolicyStatus status(String status) {
    return Serialization.unmarshal(status, BackupPolicyStatus.class);
  }
}
