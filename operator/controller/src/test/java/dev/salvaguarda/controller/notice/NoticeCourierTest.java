package dev.salvaguarda.controller.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.adapter.EveryTransport;
import dev.salvaguarda.controller.adapter.NoSites;
import dev.salvaguarda.controller.adapter.http.webhook.WebhookTransport;
import dev.salvaguarda.controller.delivery.ChannelLogin;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.errand.Room;
import dev.salvaguarda.domain.message.Rendered;
import dev.salvaguarda.domain.notice.Answer;
import dev.salvaguarda.domain.notice.ReceiverMark;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeCourierTest {
  private static final Instant NOW = Instant.parse("2026-11-27T01:00:00Z");
  private static final ResourceID CHANNEL = new ResourceID("technician", "ti");
  private static final Duration TOTAL = Duration.ofSeconds(90);
  private static final List<String> TWO = List.of("ana@example.org", "eva@example.org");
  private static final ChannelLogin LOGIN =
      new EmailLogin(
          "mail.example.org",
          587,
          EmailLogin.Tls.START_TLS,
          null,
          null,
          "backup@example.org",
          null,
          "example.org",
          new EmailLogin.Timeouts(TOTAL, TOTAL, TOTAL, TOTAL));

  private final PostOffice post = new PostOffice();
  private final Semaphore ended = new Semaphore(0);

  @Test
  void sendsUnderALeaseAndRemembersTheAnswerUntilItIsForgotten() throws Exception {
    try (NoticeCourier courier = courier()) {
      courier.start(attempt(NOW.plus(TOTAL)), room(courier), ended::release);

      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      var errand = courier.newest("uid").orElseThrow();
      assertThat(errand.ended().orElseThrow().outcome())
          .isEqualTo(
              new Sent(
                  1, new Answer.Answered(2, 0, 0, ""), "queued", "", List.of(), List.of(), false));
      courier.forget("uid", errand);
      assertThat(courier.newest("uid")).isEmpty();
    }
  }

  @Test
  void whoWasPausedUntilHardlyAnyLeaseWasLeftSendsNothing() throws Exception {
    try (NoticeCourier courier = courier()) {
      courier.start(attempt(NOW.plus(TOTAL).minusMillis(1)), room(courier), ended::release);

      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      assertThat(courier.newest("uid").orElseThrow().ended().orElseThrow().outcome().answer())
          .isInstanceOfSatisfying(
              Answer.NotSent.class, answer -> assertThat(answer.passes()).isTrue());
      assertThat(post.copies()).isEmpty();
    }
  }

  @Test
  void anErrorThatNobodyExpectedLeavesADoubt() throws Exception {
    post.next(_ -> {
      throw new IllegalStateException("hunter2");
    });
    try (NoticeCourier courier = courier()) {
      courier.start(attempt(NOW.plus(TOTAL)), room(courier), ended::release);

      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      assertThat(courier.newest("uid").orElseThrow().ended().orElseThrow().outcome().answer())
          .isInstanceOfSatisfying(
              Answer.Unknown.class,
              answer -> assertThat(answer.message()).doesNotContain("hunter2"));
    }
  }

  @Test
  void whoWasRefusedIsCountedAndWhoIsLeftForLaterIsMarkedWithoutTheAddress() {
    Sent sent =
        Sent.of(
            2,
            new SendOutcome.Answered(
                "id",
                Map.of(
                    "eva@example.org",
                    new DeliveryFailure(Reason.DEFERRED, "451", "Not now."),
                    "bia@example.org",
                    new DeliveryFailure(Reason.REJECTED, "550", "Nobody."))),
            "uid",
            List.of("ana@example.org", "bia@example.org", "eva@example.org"),
            1);

    assertThat(sent.answer())
        .isEqualTo(
            new Answer.Answered(
                1, 1, 2, "Of 4 receivers 2 were refused, and 1 was not reached for now. Nobody."));
    assertThat(sent.due()).containsExactly(ReceiverMark.of("uid", "eva@example.org"));
    assertThat(sent.notDue()).containsExactly(ReceiverMark.of("uid", "bia@example.org"));
    assertThat(sent.toString()).doesNotContain("@");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | REJECTED | 0 | The receiver was refused. Because.",
        "1 | DEFERRED | 0 | The receiver was not reached for now. Because.",
        "2 | REJECTED | 0 | Of 2 receivers 1 was refused. Because.",
        "3 | DEFERRED | 0 | Of 3 receivers 1 was not reached for now. Because.",
        "1 | | 1 | Of 2 receivers 1 was refused. What can't be an address gets nothing.",
        "2 | | 0 | ''"
      })
  void whatBecameOfOneOrManyIsPlainEnglish(
      int addressed, @Nullable Reason reason, int impossible, String expected) {
    List<String> addresses =
        List.of("ana@example.org", "bia@example.org", "eva@example.org").subList(0, addressed);
    Map<String, DeliveryFailure> refused =
        reason == null
            ? Map.of()
            : Map.of("ana@example.org", new DeliveryFailure(reason, "", "Because."));

    Sent sent = Sent.of(1, new SendOutcome.Answered("id", refused), "uid", addresses, impossible);

    assertThat(((Answer.Answered) sent.answer()).message()).isEqualTo(expected);
  }

  @Test
  void aChannelWhoseServerHangsTakesTwoOfTheEightThreads() {
    ResourceID other = new ResourceID("other", "ti");
    try (NoticeCourier courier = courier()) {
      assertThat(courier.takeRoom(CHANNEL)).isPresent();
      Room second = room(courier);

      assertThat(courier.takeRoom(CHANNEL)).isEmpty();
      assertThat(courier.takeRoom(other)).isPresent();
      assertThat(courier.takeRoom(new ResourceID(CHANNEL.getName(), "rh"))).isPresent();

      second.close();
      assertThat(courier.takeRoom(CHANNEL)).isPresent();
    }
  }

  private static Room room(NoticeCourier courier) {
    return courier.takeRoom(CHANNEL).orElseThrow();
  }

  private NoticeCourier courier() {
    return new NoticeCourier(
        new EveryTransport(post, new NoSites(), new WebhookTransport(Clock.systemUTC(), true)),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static NoticeCourier.Attempt attempt(Instant leaseUntil) {
    return new NoticeCourier.Attempt(
        "uid",
        1,
        LOGIN,
        new Dispatch(
            new Dispatch.About("uid.r1", "thread", "ti", "n", "BackupFailed", "BackupRun", "r"),
            TWO,
            new Rendered("About", "It."),
            "en",
            NOW,
            ZoneOffset.UTC,
            0),
        0,
        leaseUntil,
        TOTAL);
  }
}
