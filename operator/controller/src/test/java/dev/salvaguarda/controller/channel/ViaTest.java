package dev.salvaguarda.controller.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.NotificationChannel;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over which channels people may be asked to tell something by hand. */
class ViaTest {

  @Test
  void aChannelThatDoesNotExistAsksNobody() {
    assertThat(ChannelLoginGatherer.trouble(null)).isEqualTo("does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "manual: {place: A group, via: {name: mail}} | is told by hand itself",
        "staticSite: {title: A page, baseUrl: https://status.example.org, endpoint: https://s3.example.org, bucket: status, credentialsRef: {name: writer}} | is a page for everybody",
        "whatsappGateway: {acknowledgeUnofficial: true, flavor: WAHA, url: https://waha.example.org, session: norm, group: 1@g.us} | posts in the group itself",
        "whatsappCloud: {url: https://api.example.org, phoneNumberId: '1', template: notice, tokenRef: {name: token}} | has no room for a text that is to be pasted",
        "email: {host: mail.example.org, from: it@example.org} | -",
        "webhook: {format: Slack, url: https://chat.example.org} | -",
      })
  void onlyThoseAreAskedWhoCanPasteAText(String kind, String trouble) {
    NotificationChannel channel =
        Serialization.unmarshal("spec: {%s}".formatted(kind), NotificationChannel.class);

    assertThat(ChannelLoginGatherer.trouble(channel)).isEqualTo(trouble);
  }
}
