package dev.salvaguarda.controller.adapter.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.delivery.WebhookLogin;
import dev.salvaguarda.controller.delivery.WebhookLogin.Format;
import dev.salvaguarda.testkit.http.ScriptedWebServer;
import dev.salvaguarda.testkit.http.ScriptedWebServer.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every protocol against a server that takes messages, refuses them, is slow, breaks and lies. */
class WebhookProtocolsTest {

  @Nested
  class CloudEvents extends Protocol {
    CloudEvents() {
      super(Format.CLOUD_EVENTS, 204, "", 302, "");
    }
  }

  @Nested
  class Alertmanager extends Protocol {
    Alertmanager() {
      super(Format.ALERTMANAGER, 200, "{}", 302, "");
    }
  }

  @Nested
  class Slack extends Protocol {
    Slack() {
      super(Format.SLACK, 200, "ok", 200, "invalid_token");
    }
  }

  @Nested
  class Mattermost extends Protocol {
    Mattermost() {
      super(Format.MATTERMOST, 200, "ok", 200, "<html>Sign in</html>");
    }
  }

  @Nested
  class Teams extends Protocol {
    Teams() {
      super(Format.TEAMS, 202, "", 200, "Webhook message delivery failed with error 413");
    }
  }

  @Nested
  class Telegram extends Protocol {
    Telegram() {
      super(
          Format.TELEGRAM,
          200,
          "{\"ok\":true,\"result\":{\"message_id\":42}}",
          200,
          "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request\"}");
    }
  }

  @Nested
  class Ntfy extends Protocol {
    Ntfy() {
      super(Format.NTFY, 200, "{\"id\":\"x1\",\"event\":\"message\"}", 200, "<html>ntfy</html>");
    }
  }

  @Nested
  class Waha extends Protocol {
    Waha() {
      super(Format.WAHA, 201, "{\"id\":{\"_serialized\":\"true_3EB0\"}}", 201, "{\"ack\":0}");
    }
  }

  @Nested
  class Evolution extends Protocol {
    Evolution() {
      super(
          Format.EVOLUTION,
          201,
          "{\"key\":{\"id\":\"3EB0\"},\"status\":\"PENDING\"}",
          200,
          "<html>Sign in</html>");
    }
  }

  @Nested
  class WppConnect extends Protocol {
    WppConnect() {
      super(
          Format.WPP_CONNECT,
          201,
          "{\"status\":\"success\",\"response\":[{\"id\":\"true_3EB0\"}]}",
          200,
          "{\"response\":null,\"status\":\"Disconnected\"}");
    }
  }

  @Nested
  class WhatsappCloud extends Protocol {
    WhatsappCloud() {
      super(
          Format.WHATSAPP_CLOUD,
          200,
          "{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\"wamid.HBgN\"}]}",
          200,
          "{\"messages\":[]}");
    }
  }

  @Nested
  class Text extends Protocol {
    Text() {
      super(Format.TEXT, 200, "", 302, "");
    }
  }

  /** What holds for each of them. */
  abstract static class Protocol {
    private final ScriptedWebServer server = ScriptedWebServer.start();
    private final WebhookTransport transport =
        new WebhookTransport(Clock.fixed(Hooks.NOW, ZoneOffset.UTC), true);
    private final Format format;
    private final int status;
    private final String accepted;
    private final int lyingStatus;
    private final String lie;

    Protocol(Format format, int status, String accepted, int lyingStatus, String lie) {
      this.format = format;
      this.status = status;
      this.accepted = accepted;
      this.lyingStatus = lyingStatus;
      this.lie = lie;
    }

    @AfterEach
    void stopServer() {
      server.close();
    }

    @Test
    void whatIsTakenIsDeliveredInOneSignedRequest() {
      server.answer(status, accepted);

      assertThat(send()).isInstanceOf(SendOutcome.Answered.class);

      assertThat(server.requests()).hasSize(1);
      Request asked = server.requests().getFirst();
      Payload payload = Payload.of(login(), Hooks.dispatch());
      assertThat(asked.method()).isEqualTo("POST");
      assertThat(asked.body()).isEqualTo(payload.body());
      assertThat(asked.headers())
          .containsEntry("content-type", payload.contentType())
          .containsEntry("authorization", Hooks.TOKEN)
          .containsAllEntriesOf(
              Signature.headers(Hooks.dispatch().id(), Hooks.NOW, payload.body(), login().keys()));
    }

    @Test
    void aRefusalIsForGood() {
      server.answer(413, "no");

      assertThat(failure(send()).reason()).isEqualTo(Reason.REJECTED);
    }

    @Test
    void whatIsTooMuchIsTriedAgainAfterThePauseThatIsAskedFor() {
      server.answer(429, "slow down", "Retry-After: 17");

      DeliveryFailure failure = failure(send());

      assertThat(failure.reason()).isEqualTo(Reason.DEFERRED);
      assertThat(failure.pause()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void aReceiverThatIsGoneSaysSo() {
      server.answer(410, "gone");

      assertThat(failure(send()).reason()).isEqualTo(Reason.GONE);
    }

    @Test
    void noRedirectIsFollowed() {
      try (ScriptedWebServer other = ScriptedWebServer.start()) {
        server.answer(307, "", "Location: " + other.url());

        assertThat(failure(send()).code()).isEqualTo("307");
        assertThat(other.connections()).isZero();
      }
    }

    @Test
    void anAnswerThatLiesIsNoSuccess() {
      server.answer(lyingStatus, lie, "Location: " + server.url());

      assertThat(send()).isInstanceOf(SendOutcome.NotSent.class);
      assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aConnectionThatIsCutLeavesADoubtAndIsNotTriedAgain() {
      server.cut();

      assertThat(send()).isInstanceOf(SendOutcome.Unknown.class);
      assertThat(server.requests()).hasSize(1);
    }

    @Test
    void noAnswerInTimeLeavesADoubt() {
      server.hang();

      assertThat(
              transport.send(
                  Hooks.at(server.url(), format, Duration.ofSeconds(1), null), Hooks.dispatch()))
          .isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    void aStatusThatRefusesCountsThoughItsBodyIsCut() {
      server.cutInBody(500, "half");

      assertThat(failure(send()).reason()).isEqualTo(Reason.DEFERRED);
    }

    private WebhookLogin login() {
      return Hooks.at(server.url(), format);
    }

    private SendOutcome send() {
      return transport.send(login(), Hooks.dispatch());
    }

    private static DeliveryFailure failure(SendOutcome outcome) {
      assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
      return ((SendOutcome.NotSent) outcome).failure();
    }
  }
}
