package dev.salvaguarda.controller.adapter.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.SendOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One message to several numbers. */
class RoundTest {
  private static final SendOutcome TOLD = new SendOutcome.Answered("", Map.of());
  private static final SendOutcome SILENT = new SendOutcome.Unknown("No answer came.");
  private static final List<String> ALL = List.of("+1", "+2", "+3");

  private final List<String> asked = new ArrayList<>();
  private Instant now = Hooks.NOW;

  @Test
  void everybodyIsWrittenToOnce() {
    assertThat(round(Map.of())).isEqualTo(TOLD);
    assertThat(asked).isEqualTo(ALL);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"DEFERRED", "REJECTED"})
  void whatConcernsOneNumberKeepsItFromNobodyElse(Reason reason) {
    DeliveryFailure failure = new DeliveryFailure(reason, "400", "It does not.");

    assertThat(round(Map.of("+2", new SendOutcome.NotSent(failure))))
        .isEqualTo(new SendOutcome.Answered("", Map.of("+2", failure)));
    assertThat(asked).isEqualTo(ALL);
  }

  @Test
  void ofWhomNobodyKnowsIsWrittenToNoSecondTime() {
    assertThat(round(Map.of("+1", SILENT)))
        .isInstanceOfSatisfying(
            SendOutcome.Answered.class,
            answered ->
                assertThat(answered.refused())
                    .containsExactly(
                        Map.entry(
                            "+1", new DeliveryFailure(Reason.REJECTED, "", "No answer came."))));
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"SERVER_UNREACHABLE", "TLS_NOT_TRUSTED", "LOGIN_REFUSED", "GONE"})
  void whatConcernsAllEndsTheRound(Reason reason) {
    DeliveryFailure failure = new DeliveryFailure(reason, "", "It does not.");

    assertThat(round(Map.of("+1", new SendOutcome.NotSent(failure))))
        .isEqualTo(new SendOutcome.NotSent(failure));
    assertThat(asked).containsExactly("+1");
  }

  @Test
  void aServerThatWantsToBeLeftAloneIsLeftAlone() {
    DeliveryFailure failure =
        new DeliveryFailure(Reason.DEFERRED, "429", "Too many.").after(Duration.ofMinutes(5));

    assertThat(round(Map.of("+1", new SendOutcome.NotSent(failure))))
        .isEqualTo(new SendOutcome.NotSent(failure));
    assertThat(asked).containsExactly("+1");
  }

  @Test
  void whoTheTimeDoesNotReachIsWrittenToNextTime() {
    SendOutcome outcome =
        new Round(ALL, Duration.ofMinutes(1), clock())
            .with((address, rest) -> {
              asked.add(address);
              assertThat(rest).isLessThanOrEqualTo(Duration.ofSeconds(30));
              now = now.plusSeconds(30);
              return TOLD;
            });

    assertThat(asked).containsExactly("+1", "+2");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SendOutcome.Answered.class,
            answered ->
                assertThat(answered.refused())
                    .hasEntrySatisfying(
                        "+3", failure -> assertThat(failure.reason().passes()).isTrue()));
  }

  @Test
  void oneAloneHasItsOwnOutcome() {
    assertThat(new Round(List.of("+1"), Duration.ofMinutes(1), clock()).with((_, _) -> SILENT))
        .isEqualTo(SILENT);
  }

  private SendOutcome round(Map<String, SendOutcome> outcomes) {
    return new Round(ALL, Duration.ofMinutes(5), clock())
        .with((address, _) -> {
          asked.add(address);
          return outcomes.getOrDefault(address, TOLD);
        });
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }
}
