package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.TellingCases.channel;
import static dev.salvaguarda.controller.telling.TellingCases.policy;
import static dev.salvaguarda.controller.telling.TellingCases.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.controller.condition.ConditionFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told, and what the condition says of it. */
class AskedChannelTest {
  private static final Instant ENDED = Instant.parse("2026-11-28T01:03:20Z");
  private static final AskedChannel THERE = new AskedChannel("there", channel("there", ""));
  private static final AskedChannel AWAY = new AskedChannel("away", null);

  @Test
  void tellsThoseWhoAskedForItAndThoseWhoAskedForAll() {
    List<NotifySpec> asked =
        policy("notify: [{channelRef: {name: all}}, {channelRef: {name: some}, events: [Failed]}]")
            .getSpec()
            .notifications();

    assertThat(AskedChannel.names(NotifySpec.Occasion.FAILED, asked))
        .containsExactly("all", "some");
    assertThat(AskedChannel.names(NotifySpec.Occasion.MISSED, asked)).containsExactly("all");
  }

  @Test
  void isDoneOnceTheNoticesAreMade() {
    ConditionFact fact = told(ENDED, THERE);

    assertThat(fact.truth()).isEqualTo(ConditionFact.Truth.TRUE);
    assertThat(isOpen(fact)).isFalse();
  }

  @Test
  void waitsForAChannelThatDoesNotExist() {
    ConditionFact fact = told(ENDED, THERE, AWAY);

    assertThat(fact.reason()).isEqualTo("ChannelNotFound");
    assertThat(fact.message())
        .isEqualTo("There is no NotificationChannel away in this namespace. It was told on there.");
    assertThat(isOpen(fact)).isTrue();
  }

  @Test
  void waitsNoLongerThanAnybodyWantsToReadIt() {
    assertThat(told(ENDED.plus(Duration.ofDays(2)), AWAY).reason()).isEqualTo("TooLateToTell");
    assertThat(isOpen(told(ENDED.plus(Duration.ofDays(2)), THERE))).isFalse();
  }

  @Test
  void countsWithTheChannelsOwnDeadline() {
    AskedChannel patient = new AskedChannel("a", channel("a", "retry: {deadline: 3d}"));

    assertThat(told(ENDED.plus(Duration.ofDays(2)), patient).reason()).isEqualTo("NoticesMade");
  }

  @Test
  void isDoneWhenThePolicyAsksNoMore() {
    assertThat(isOpen(told(ENDED))).isFalse();
  }

  private static boolean isOpen(ConditionFact fact) {
    return Told.isOpen(Told.tried(List.of(), fact, ENDED).conditions());
  }

  private static ConditionFact told(Instant now, AskedChannel... channels) {
    var run = run("{phase: Failed, reason: Internal, completionTime: \"2026-11-28T01:03:20Z\"}");
    return AskedChannel.told(
        RunOccasion.of(run, run.getStatus(), policy(""), List.of()).orElseThrow(),
        List.of(channels),
        now);
  }
}
