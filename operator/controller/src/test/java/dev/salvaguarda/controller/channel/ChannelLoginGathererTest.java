package dev.salvaguarda.controller.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.delivery.ManualLogin;
import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a channel reaches, asked as the operator may ask. */
@EnableKubernetesMockClient
class ChannelLoginGathererTest {
  @SuppressWarnings("NullAway.Init")
  KubernetesMockServer server;

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  /** The chart gives no right to get one. */
  @Test
  void theChannelOnWhichPeopleAreAskedIsFoundByAList() {
    office("");

    assertThat(
            new ChannelLoginGatherer(client)
                .gather(channel("manual: {place: A group, via: {name: office}}")))
        .isInstanceOfSatisfying(
            ChannelAccess.Found.class,
            found -> assertThat(found.login()).isInstanceOf(ManualLogin.class));
  }

  @Test
  void aViaWhoseReceiverIsGoneIsMendedAtTheVia() {
    office(
        """
        , "status": {"conditions": [{"type": "Ready", "status": "False", "reason": "ReceiverGone",
                                     "message": "410", "observedGeneration": 1}]}
        """);

    assertThat(
            new ChannelLoginGatherer(client)
                .gather(channel("manual: {place: A group, via: {name: office}}")))
        .isEqualTo(
            new ChannelAccess.Missing(
                ConditionReason.VIA_UNUSABLE,
                "NotificationChannel \"office\", which manual.via names, takes no more messages: its"
                    + " receiver answered 410."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "manual: {place: A group, via: {name: mail}}",
        "staticSite: {title: A page, baseUrl: https://status.example.org, endpoint: https://s3.example.org, bucket: status, credentialsRef: {name: writer}}",
        "whatsappGateway: {acknowledgeUnofficial: true, flavor: WAHA, url: https://waha.example.org, session: norm, group: 1@g.us, tokenRef: {name: token}}",
        "webhook: {format: Slack, url: https://chat.example.org}",
      })
  void whatConcernsOneOrganisationIsNotToldWhereEverybodyReads(String kind) {
    assertThat(new ChannelLoginGatherer(client).gather(channel(kind), List.of("SEFAZ")))
        .isInstanceOfSatisfying(
            ChannelAccess.Missing.class,
            missing ->
                assertThat(missing.message())
                    .isEqualTo(
                        "It concerns some organisations alone, and the channel tells everybody."));
  }

  private static NotificationChannel channel(String kind) {
    return Serialization.unmarshal(
        "metadata: {name: group, namespace: ti, generation: 1}\nspec: {%s}".formatted(kind),
        NotificationChannel.class);
  }

  /** As a list alone gives it. */
  private void office(String status) {
    server
        .expect()
        .get()
        .withPath(
            "/apis/salvaguarda.dev/v1alpha1/namespaces/ti/notificationchannels?fieldSelector=metadata.name%3Doffice")
        .andReturn(
            200,
            """
            {"kind": "NotificationChannelList", "apiVersion": "salvaguarda.dev/v1alpha1", "metadata": {},
             "items": [{"metadata": {"name": "office", "namespace": "ti", "generation": 1},
                        "spec": {"webhook": {"format": "Slack", "url": "https://chat.example.org"}}%s}]}
            """
                .formatted(status))
        .once();
  }
}
