package dev.salvaguarda.controller.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.adapter.http.webhook.WebhookTransport;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.ManualLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.port.Transport;
import dev.salvaguarda.domain.message.Rendered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EveryTransportTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final EmailLogin MAIL =
      new EmailLogin(
          "mail.example.org",
          587,
          EmailLogin.Tls.START_TLS,
          null,
          null,
          "backup@example.org",
          null,
          "example.org",
          new EmailLogin.Timeouts(LONG, LONG, LONG, LONG));
  private static final ManualLogin GROUP = new ManualLogin("group of agencies", MAIL);

  private final List<Dispatch> sent = new ArrayList<>();
  private final EveryTransport transport =
      new EveryTransport(
          new Recorder(), new NoSites(), new WebhookTransport(Clock.systemUTC(), true));

  @Test
  void whatMailTellsGoesAsItIs() {
    Dispatch dispatch = dispatch(0);

    transport.send(MAIL, dispatch);

    assertThat(sent).containsExactly(dispatch);
  }

  @Test
  void whatAPersonTellsGoesToThatPersonAsARequestOfItsOwn() {
    transport.send(GROUP, dispatch(0));
    transport.send(GROUP, dispatch(1));

    assertThat(sent).extracting(Dispatch::id).containsExactly("uid.r1.ask1", "uid.r1.ask2");
    assertThat(sent)
        .allSatisfy(request -> {
          assertThat(request.thread()).isEqualTo("thread");
          assertThat(request.addresses()).containsExactly("ana@example.org");
          assertThat(request.rendered().body())
              .contains("group of agencies")
              .contains("It is down.")
              .contains("kubectl patch ntc correio.6-3 -n ti");
        });
    assertThat(sent.getLast().rendered().subject()).contains("reminder 1");
  }

  @Test
  void theProbeOfThoseWhoTellIsThatOfTheChannelOnWhichTheyAreAsked() {
    assertThat(transport.probe(GROUP)).isEqualTo(transport.probe(MAIL)).isPresent();
  }

  private static Dispatch dispatch(int asked) {
    return new Dispatch(
        new Dispatch.About(
            "uid.r1", "thread", "ti", "correio.6-3", "IncidentConfirmed", "Incident", "correio"),
        List.of("ana@example.org"),
        new Rendered("Down", "It is down."),
        "en",
        Instant.parse("2026-11-27T01:00:00Z"),
        ZoneOffset.UTC,
        asked);
  }

  /** Takes all, and says of each server that it is away. */
  private final class Recorder implements Transport<EmailLogin> {
    @Override
    public Optional<DeliveryFailure> probe(EmailLogin login) {
      return Optional.of(
          new DeliveryFailure(DeliveryFailure.Reason.SERVER_UNREACHABLE, "", login.host()));
    }

    @Override
    public SendOutcome send(EmailLogin login, Dispatch dispatch) {
      sent.add(dispatch);
      return new SendOutcome.Answered("", Map.of());
    }
  }
}
