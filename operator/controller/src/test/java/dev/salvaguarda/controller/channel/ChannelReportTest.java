package dev.salvaguarda.controller.channel;

import static dev.salvaguarda.controller.channel.SeenChannel.NOW;
import static dev.salvaguarda.controller.channel.SeenChannel.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NotificationChannelStatus;
import dev.salvaguarda.api.notice.NotificationChannelStatus.LastFailure;
import dev.salvaguarda.controller.channel.ChannelSeen.Backlog;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a channel says of itself. */
class ChannelReportTest {
  private static final SeenChannel CHANNEL = SeenChannel.of("");
  private static final SeenChannel USABLE = CHANNEL.probed(VERSION, Optional.empty(), NOW);

  @Test
  void isReadyOnceTheServerAnsweredAndSpeaksOfALoginOnlyWhereThereIsOne() {
    NotificationChannelStatus status = report(null, USABLE);
    SeenChannel withLogin =
        SeenChannel.of(
                "email: {host: mail.example.org, from: backup@example.org,"
                    + " auth: {credentialsRef: {name: account}}}")
            .probed(VERSION, Optional.empty(), NOW);

    assertThat(ready(status)).isEqualTo("True ChannelUsable: The server answers. 2 addresses.");
    assertThat(ready(report(null, withLogin)))
        .isEqualTo("True ChannelUsable: The server takes the login. 2 addresses.");
    assertThat(status.kind()).isEqualTo("email mail.example.org:587");
    assertThat(status.lastProbeTime()).isEqualTo(NOW);
    assertThat(status.observedGeneration()).isEqualTo(3);
  }

  @Test
  void nobodyKnowsBeforeTheFirstProbe() {
    NotificationChannelStatus status = report(null, CHANNEL);

    assertThat(ready(status)).isEqualTo("Unknown NotProbedYet: The first probe is under way.");
    assertThat(status.lastProbeTime()).isNull();
  }

  @Test
  void whatWasKnownStandsWhileItIsProbedAgainAndIsOfTheGenerationThatWasProbed() {
    NotificationChannelStatus known = report(null, USABLE);

    NotificationChannelStatus next = report(known, CHANNEL);

    assertThat(ready(next)).isEqualTo(ready(known));
    assertThat(next.observedGeneration()).isEqualTo(known.observedGeneration());
    assertThat(next.lastProbeTime()).isEqualTo(NOW);
    assertThat(
            report(NotificationChannelStatus.none(), CHANNEL.probed("old", Optional.empty(), NOW)))
        .satisfies(unknown -> assertThat(ready(unknown)).startsWith("Unknown"));
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER_UNREACHABLE, ServerUnreachable",
    "TLS_NOT_TRUSTED, ServerNotTrusted",
    "LOGIN_REFUSED, LoginRefused",
    "DEFERRED, ServerRefused",
    "REJECTED, ServerRefused",
    "GONE, ReceiverGone",
    "ADDRESS_INVALID, AddressInvalid"
  })
  void saysWhyTheServerCannotBeUsed(DeliveryFailure.Reason reason, String told) {
    SeenChannel refused =
        CHANNEL.probed(VERSION, Optional.of(new DeliveryFailure(reason, "", "It is so.")), NOW);

    assertThat(ready(report(null, refused))).isEqualTo("False " + told + ": It is so.");
  }

  @Test
  void whatIsMissingIsSaidWithoutAProbe() {
    SeenChannel missing =
        USABLE.access(
            new ChannelAccess.Missing(ConditionReason.SECRET_NOT_FOUND, "There is no Secret."));

    assertThat(ready(report(null, missing))).isEqualTo("False SecretNotFound: There is no Secret.");
  }

  @Test
  void isNotReadyWhileAnAddressIsNoneAndNamesNone() {
    String told = ready(report(null, USABLE.receivers("ana@example.org, ana-at-example")));

    assertThat(told)
        .isEqualTo(
            "False AddressInvalid: Entry 2 of the Secret is no address such as name@example.org.")
        .doesNotContain("ana");
  }

  @Test
  void isNotReadyWhileItsFallbackIsNot() {
    assertThat(ready(report(null, USABLE.fallbackTrouble("It has one itself."))))
        .isEqualTo("False FallbackUnusable: It has one itself.");
  }

  @Test
  void saysThatItIsSuspendedAndStaysReady() {
    SeenChannel suspended =
        SeenChannel.of("suspend: true")
            .receivers("ana@example.org")
            .probed(VERSION, Optional.empty(), NOW);

    assertThat(ready(report(null, suspended)))
        .isEqualTo(
            "True ChannelUsable: The server answers. 1 address. The channel is suspended:"
                + " nothing is sent.");
  }

  @Test
  void textsAreJudgedApartFromTheServer() {
    String type = "TemplatesValid";

    assertThat(condition(report(null, USABLE), type))
        .isEqualTo("True Reconciled: The operator's own texts are used.");
    assertThat(condition(report(null, USABLE.texts(List.of())), type))
        .isEqualTo("True Reconciled: Every text can be filled.");
    assertThat(condition(report(null, USABLE.texts(List.of("One.", "Two."))), type))
        .isEqualTo("False TextInvalid: One. Two.");
    assertThat(ready(report(null, USABLE.texts(List.of("One."))))).startsWith("True");
  }

  @Test
  void tellsWhatWaits() {
    NotificationChannelStatus status = report(null, USABLE.backlog(new Backlog(5, 1, NOW)));

    assertThat(status.backlog()).isEqualTo(5);
    assertThat(status.uncertain()).isEqualTo(1);
    assertThat(status.oldestTime()).isEqualTo(NOW);
  }

  @Test
  void theNewestDeliveryStandsThoughTheOperatorForgets() {
    NotificationChannelStatus told = report(null, USABLE.delivered(NOW.plusMillis(300)));

    assertThat(told.lastSuccessTime()).isEqualTo(NOW);
    assertThat(report(told, USABLE).lastSuccessTime()).isEqualTo(NOW);
    assertThat(report(told, USABLE.delivered(NOW.minusSeconds(9))).lastSuccessTime())
        .isEqualTo(NOW);
    assertThat(report(told, USABLE.delivered(NOW.plusSeconds(9))).lastSuccessTime())
        .isEqualTo(NOW.plusSeconds(9));
  }

  @Test
  void theNewestMessageThatNobodyGotStandsThoughTheOperatorForgets() {
    LastFailure first = new LastFailure(NOW, "Refused", "one");
    LastFailure second = new LastFailure(NOW.plusSeconds(9), "DeadlinePassed", "two");
    NotificationChannelStatus told = report(null, USABLE.failed(first));

    assertThat(told.lastFailure()).isEqualTo(first);
    assertThat(report(told, USABLE).lastFailure()).isEqualTo(first);
    assertThat(report(told, USABLE.delivered(NOW.plusSeconds(5))).lastFailure()).isEqualTo(first);
    NotificationChannelStatus later = report(told, USABLE.failed(second));
    assertThat(later.lastFailure()).isEqualTo(second);
    assertThat(report(later, USABLE.failed(first)).lastFailure()).isEqualTo(second);
  }

  @Test
  void nothingIsWrittenWhereNothingChanged() {
    NotificationChannelStatus told = report(null, USABLE);

    assertThat(
            ChannelReport.next(
                told,
                USABLE.seen(),
                ChannelDecision.decide(USABLE.seen(), NOW),
                NOW.plus(Duration.ofMinutes(1))))
        .isEqualTo(told);
  }

  private static NotificationChannelStatus report(
      @Nullable NotificationChannelStatus old, SeenChannel channel) {
    return ChannelReport.next(
        old, channel.seen(), ChannelDecision.decide(channel.seen(), NOW), NOW);
  }

  private static String ready(NotificationChannelStatus status) {
    return condition(status, ConditionType.READY.wireName());
  }

  private static String condition(NotificationChannelStatus status, String type) {
    return ConditionSet.of(status.conditions()).conditions().stream()
        .filter(one -> type.equals(one.getType()))
        .map(one -> one.getStatus() + " " + one.getReason() + ": " + one.getMessage())
        .findFirst()
        .orElse("");
  }
}
