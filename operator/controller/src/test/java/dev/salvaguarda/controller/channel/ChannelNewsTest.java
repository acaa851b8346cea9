package dev.salvaguarda.controller.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.NotificationChannel;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of a receiver that takes no more messages. */
class ChannelNewsTest {
  private final ChannelNews news = new ChannelNews();

  @Test
  void aReceiverIsGoneUntilTheChannelChangesOrIsMadeAnewUnderItsName() {
    news.gone(channel("first", 1));

    assertThat(news.isGone(channel("first", 1))).isTrue();
    assertThat(news.isGone(channel("first", 2))).isFalse();
    assertThat(news.isGone(channel("second", 1))).isFalse();
  }

  @Test
  void whatIsKnownOfChannelsThatAreNoMoreIsForgotten() {
    news.gone(channel("first", 1));
    news.retainOnly(List.of(channel("second", 1)));

    assertThat(news.isGone(channel("first", 1))).isFalse();
  }

  private static NotificationChannel channel(String uid, long generation) {
    return Serialization.unmarshal(
        "metadata: {name: desk, namespace: ti, uid: %s, generation: %d}".formatted(uid, generation),
        NotificationChannel.class);
  }
}
