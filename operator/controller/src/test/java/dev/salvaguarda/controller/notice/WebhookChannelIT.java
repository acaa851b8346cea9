package dev.salvaguarda.controller.notice;

import static dev.salvaguarda.controller.notice.NoticeWorld.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.notice.NoticeWorld.OneOperator;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.http.ScriptedWebServer;
import dev.salvaguarda.testkit.process.Running;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A program that takes notices, on a real API server with real controllers. */
class WebhookChannelIT {
  @RegisterExtension
  static final Running<ControlPlane> PLANE = Running.from(ControlPlane::startWithoutControllers);

  @Test
  void aReceiverThatIsGoneIsLeftAloneUntilTheChannelChanges() {
    NoticeWorld world = new NoticeWorld(PLANE.get());
    try (ScriptedWebServer server = ScriptedWebServer.start()) {
      server.answer(503, "busy");
      server.answer(410, "gone");
      world.secret("desk", Map.of("url", server.url() + "tulip-17"));
      NotificationChannel _ =
          world.apply(
              """
              apiVersion: salvaguarda.dev/v1alpha1
              kind: NotificationChannel
              metadata: {name: technician}
              spec:
                webhook: {format: Text, urlRef: {name: desk, key: url}}
                retry: {schedule: [1s]}
              """,
              NotificationChannel.class);
      try (OneOperator _ = world.operator("one")) {
        await()
            .atMost(PATIENCE)
            .until(() -> world.conditionOf("technician", "Ready").startsWith("True ChannelUsable"));
        world.notice("first");

        NoticeStatus end = world.awaitState("first", State.FAILED);
        assertThat(end.attempts()).hasSize(2);
        await()
            .atMost(PATIENCE)
            .until(() -> world.conditionOf("technician", "Ready").startsWith("False ReceiverGone"));
      }
      try (OneOperator _ = world.operator("next")) {
        world.notice("second");
        await()
            .atMost(PATIENCE)
            .until(() -> Objects.equals(world.statusOf("second").reason(), "ChannelNotReady"));
        assertThat(server.requests()).hasSize(2);

        world.change("technician", "{\"spec\":{\"rate\":{\"perMinute\":60}}}");
      }
      try (OneOperator _ = world.operator("last")) {
        NoticeStatus told = world.awaitState("second", State.DELIVERED);
        assertThat(told.reached()).isEqualTo(1);
        await()
            .atMost(PATIENCE)
            .until(() -> world.conditionOf("technician", "Ready").startsWith("True ChannelUsable"));
      }
      assertThat(server.requests()).hasSize(3);
      assertThat(world.channelStatus("technician").kind()).isEqualTo("webhook Text");
      assertThat(world.everythingWritten())
          .doesNotContain("tulip")
          .doesNotContain(Integer.toString(server.port()));
    }
  }

  @Test
  void whoCanNotBeAskedAnyMoreIsGoneAsTheViaAndAskedAgainOnceThatIsMended() {
    NoticeWorld world = new NoticeWorld(PLANE.get());
    try (ScriptedWebServer server = ScriptedWebServer.start()) {
      server.answer(410, "gone");
      world.secret("desk", Map.of("url", server.url()));
      NotificationChannel _ =
          world.apply(
              """
              apiVersion: salvaguarda.dev/v1alpha1
              kind: NotificationChannel
              metadata: {name: office}
              spec: {webhook: {format: Text, urlRef: {name: desk, key: url}}}
              """,
              NotificationChannel.class);
      NotificationChannel _ =
          world.apply(
              """
              apiVersion: salvaguarda.dev/v1alpha1
              kind: NotificationChannel
              metadata: {name: technician}
              spec: {manual: {place: A group, via: {name: office}}}
              """,
              NotificationChannel.class);
      try (OneOperator _ = world.operator("one")) {
        world.notice("first");
        assertThat(world.awaitState("first", State.FAILED).attempts()).hasSize(1);
        await()
            .atMost(PATIENCE)
            .until(() -> world.conditionOf("office", "Ready").startsWith("False ReceiverGone"));
        world.change("office", "{\"spec\":{\"rate\":{\"perMinute\":60}}}");
        await()
            .atMost(PATIENCE)
            .until(() -> world.conditionOf("office", "Ready").startsWith("True ChannelUsable"));
        world.notice("second");
        await()
            .atMost(PATIENCE)
            .until(() -> Objects.equals(world.statusOf("second").reason(), "AwaitingRelay"));
      }
    }
  }

  @Test
  void aGatewayPostsInTheGroupAndIsHeldWhereNobodyKnows() {
    NoticeWorld world = new NoticeWorld(PLANE.get());
    try (ScriptedWebServer server = ScriptedWebServer.start()) {
      server.answer(422, "{\"status\":\"SCAN_QR_CODE\"}");
      server.answer(201, "{\"id\":\"true_3EB0\"}");
      server.cut();
      world.secret("telephone", Map.of("token", "tulip-17"));
      NotificationChannel _ =
          world.apply(
              """
              apiVersion: salvaguarda.dev/v1alpha1
              kind: NotificationChannel
              metadata: {name: technician}
              spec:
                whatsappGateway:
                  acknowledgeUnofficial: true
                  flavor: WAHA
                  url: http://127.0.0.1:%d
                  session: norm
                  group: 120363000000000000@g.us
                  tokenRef: {name: telephone, key: token}
                retry: {schedule: [1s]}
                onUncertain: Hold
              """
                  .formatted(server.port()),
              NotificationChannel.class);
      try (OneOperator _ = world.operator("one")) {
        await()
            .atMost(PATIENCE)
            .until(() -> world.conditionOf("technician", "Ready").startsWith("True ChannelUsable"));
        world.notice("first");
        assertThat(world.awaitState("first", State.DELIVERED).attempts()).hasSize(2);
        world.notice("second");
        assertThat(world.awaitState("second", State.UNCERTAIN).attempts()).hasSize(1);
      }
      assertThat(server.requests())
          .hasSize(3)
          .allSatisfy(asked -> {
            assertThat(asked.path()).isEqualTo("/api/sendText");
            assertThat(asked.headers()).containsEntry("x-api-key", "tulip-17");
            assertThat(asked.body()).contains("\"chatId\":\"120363000000000000@g.us\"");
          });
      assertThat(world.everythingWritten()).doesNotContain("tulip");
    }
  }
}
