package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelStatus;
import dev.salvaguarda.api.policy.NotifySpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MutedChannelsTest {
  private static final List<NotifySpec> ASKED =
      TellingCases.policy(
              "notify: [{channelRef: {name: mail}, events: [Failed]}, {channelRef: {name: mail}},"
                  + " {channelRef: {name: chief}}]")
          .getSpec()
          .notifications();

  @Test
  void aChannelThatSaysItCantSendIsNamedOnceWithItsReasonAndWhatItSays() {
    NotificationChannel refused = channel("mail", "False", "LoginRefused", "It answered 535.");

    MutedChannels muted = of(refused, TellingCases.channel("chief", "")).orElseThrow();

    assertThat(muted.fact().reason()).isEqualTo("ChannelNotReady");
    assertThat(muted.fact().message())
        .isEqualTo(
            "NotificationChannel mail is not ready (LoginRefused): It answered 535."
                + " Runs go on; what there is to tell of them waits.");
  }

  @Test
  void oneThatIsMissingComesFirstAndDoesNotHideAnother() {
    MutedChannels muted =
        of(channel("mail", "False", "ServerUnreachable", "It is silent.")).orElseThrow();

    assertThat(muted.fact().reason()).isEqualTo("ChannelNotFound");
    assertThat(muted.words())
        .isEqualTo(
            "There is no NotificationChannel chief in this namespace."
                + " NotificationChannel mail is not ready (ServerUnreachable): It is silent.");
  }

  @Test
  void oneThatCanSendOrWasNotProbedYetIsNotMuted() {
    assertThat(
            of(
                channel("mail", "True", "ChannelUsable", "The server answers."),
                channel("chief", "Unknown", "NotProbedYet", "The first probe is under way.")))
        .isEmpty();
    assertThat(of(TellingCases.channel("mail", ""), TellingCases.channel("chief", ""))).isEmpty();
  }

  private static Optional<MutedChannels> of(NotificationChannel... known) {
    Map<String, NotificationChannel> byName =
        Arrays.stream(known)
            .collect(Collectors.toMap(one -> one.getMetadata().getName(), Function.identity()));
    return MutedChannels.of(ASKED, byName);
  }

  private static NotificationChannel channel(
      String name, String ready, String reason, String message) {
    NotificationChannel channel = TellingCases.channel(name, "");
    channel.setStatus(
        Serialization.unmarshal(
            "conditions: [{type: Ready, status: \"%s\", reason: %s, message: \"%s\"}]"
                .formatted(ready, reason, message),
            NotificationChannelStatus.class));
    return channel;
  }
}
