package dev.salvaguarda.controller.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.controller.archive.SensitiveText;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.port.GuestHosts;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.guest.HostFinding;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.Guests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-28T11:00:00Z");
  private static final HostFinding WELL = new HostFinding(null, "It answers.", null);
  private static final HostFinding ILL =
      HostFinding.none(new Failure(FailureReason.SOURCE_ACCESS_DENIED, "It refused the token."));

  private final CountDownLatch released = new CountDownLatch(1);
  private HostFinding answer = WELL;
  private final HostProbes probes =
      new HostProbes(
          _ -> {
            awaitRelease();
            return answer;
          },
          Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    released.countDown();
    probes.close();
  }

  @Test
  void aHostIsAskedOnceAndNotWhileItIsBeingAsked() {
    assertThat(HostDecision.decide("1", Optional.empty(), NOW)).isEqualTo(new HostDecision.Ask());
    probes.start("uid", "1", question(), () -> {});

    assertThat(HostDecision.decide("2", probes.newest("uid"), NOW))
        .isEqualTo(new HostDecision.Await());
  }

  @Test
  void aHostThatIsWellIsAskedEveryHourAndOneThatIsNotWithinMinutes() {
    Optional<Errand<HostFinding>> well = ended("well", WELL);
    Optional<Errand<HostFinding>> ill = ended("ill", ILL);

    assertThat(HostDecision.decide("1", well, NOW.plus(Duration.ofMinutes(59))))
        .isEqualTo(new HostDecision.Report(WELL, NOW.plus(Duration.ofHours(1))));
    assertThat(HostDecision.decide("1", well, NOW.plus(Duration.ofHours(1))))
        .isEqualTo(new HostDecision.Ask());
    assertThat(HostDecision.decide("1", ill, NOW.plus(Duration.ofSeconds(119))))
        .isEqualTo(new HostDecision.Report(ILL, NOW.plus(Duration.ofMinutes(2))));
    assertThat(HostDecision.decide("1", ill, NOW.plus(Duration.ofMinutes(2))))
        .isEqualTo(new HostDecision.Ask());
  }

  @Test
  void anAnswerToAnotherQuestionIsNone() {
    assertThat(HostDecision.decide("2", ended("uid", WELL), NOW)).isEqualTo(new HostDecision.Ask());
  }

  private Optional<Errand<HostFinding>> ended(String uid, HostFinding found) {
    answer = found;
    released.countDown();
    probes.start(uid, "1", question(), () -> {});
    await().until(() -> probes.newest(uid).orElseThrow().ended().isPresent());
    return probes.newest(uid);
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static GuestHosts.Question question() {
    SensitiveText secret = new SensitiveText("secret");
    return new GuestHosts.Question(
        new GuestHosts.Login("https://pve01.example.org:8006", null, null, secret, secret),
        new GuestHosts.Spool("spool", null),
        new Guests(List.of(), List.of(), List.of(), List.of(), List.of()),
        List.of(),
        List.of(),
        null);
  }
}
