package dev.salvaguarda.controller.notice;

import static dev.salvaguarda.controller.notice.NoticeWorld.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NoticeStatus.Attempt;
import dev.salvaguarda.api.notice.NoticeStatus.Result;
import dev.salvaguarda.api.notice.NoticeStatus.State;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.notice.NoticeWorld.OneOperator;
import dev.salvaguarda.controller.notice.PostOffice.Copy;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Notices on a real API server with real controllers; the test plays the mail server. */
class NoticeReconcilerIT {
  @RegisterExtension
  static final Running<ControlPlane> PLANE = Running.from(ControlPlane::startWithoutControllers);

  private static final Instant EVENT = Instant.parse("2026-11-27T01:00:00Z");
  private static final Duration PAST_THE_LEASE = Duration.ofMinutes(2);
  private static final String TWO = "ana@example.org\neva@example.org";

  private NoticeWorld world;

  @BeforeEach
  void startWorld() {
    world = new NoticeWorld(PLANE.get());
    world.secret("technician", Map.of("addresses", TWO));
  }

  @Test
  void ofTwoOperatorsOneDelivers() {
    world.channel("technician", "rate: {perMinute: 600}");
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "n" + i).toList();
    try (OneOperator _ = world.operator("one");
        OneOperator _ = world.operator("other")) {
      names.forEach(world::notice);

      names.forEach(name -> world.awaitState(name, State.DELIVERED));
    }

    assertThat(world.post.copies()).doesNotHaveDuplicates().hasSize(40);
    assertThat(names)
        .allSatisfy(name -> {
          NoticeStatus status = world.statusOf(name);
          assertThat(status.settled()).isTrue();
          assertThat(status.reached()).isEqualTo(2);
          assertThat(status.sentTime()).isNotNull();
          assertThat(status.attempts())
              .singleElement()
              .satisfies(attempt -> assertThat(attempt.result()).isEqualTo(Result.DELIVERED));
        });
    assertThat(world.everythingWritten()).doesNotContain("ana@").doesNotContain("eva@");
    world.awaitEvents("BackupRun", "NoticeDelivered");
  }

  @Test
  void anOperatorThatIsKilledWhileItSendsLeavesADoubtThatEndsWithTheSameIdentity()
      throws Exception {
    world.channel("technician", "");
    CountDownLatch taken = world.post.holdTheNextAnswer(new CountDownLatch(1));
    OneOperator killed = world.operator("killed");
    world.notice("doubtful");
    taken.await();
    killed.kill();

    assertThat(world.statusOf("doubtful").state()).isEqualTo(State.SENDING);
    try (OneOperator _ = world.operator("next", PAST_THE_LEASE)) {
      NoticeStatus doubt = world.awaitState("doubtful", State.UNCERTAIN);
      assertThat(doubt.reason()).isEqualTo("OutcomeUnknown");
      world.awaitEvents("NotificationChannel", "NoticeUncertain");
    }
    try (OneOperator _ = world.operator("last", PAST_THE_LEASE.multipliedBy(2))) {
      NoticeStatus end = world.awaitState("doubtful", State.DELIVERED);
      assertThat(end.attempts())
          .extracting(Attempt::result)
          .containsExactly(Result.UNKNOWN, Result.DELIVERED);
      assertThat(end.attempts()).extracting(Attempt::holder).containsExactly("killed", "last");
    }
    assertThat(world.post.copies()).hasSize(4);
    assertThat(world.post.copies().stream().map(Copy::id).distinct()).hasSize(1);
  }

  @Test
  void whatTheClusterHasForgottenIsWrittenDownAnewAndNotSaidAgain() {
    world.channel("technician", "");
    try (OneOperator _ = world.operator("one")) {
      Notice first = world.notice("forgotten");
      NoticeStatus said = world.awaitState("forgotten", State.DELIVERED);
      world.forget("forgotten");

      Notice again = world.notice("forgotten");
      NoticeStatus known = world.awaitState("forgotten", State.DELIVERED);

      assertThat(again.getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
      assertThat(known.reason()).isEqualTo("SetBack");
      assertThat(known.attempts()).isEqualTo(said.attempts());
      assertThat(known.sentTime()).isEqualTo(said.sentTime());
    }
    assertThat(world.post.copies()).hasSize(2);
  }

  @Test
  void whatIsUncertainIsHeldUntilTheChannelSaysOtherwise() throws Exception {
    world.channel("technician", "onUncertain: Hold");
    world.post.next(_ -> new SendOutcome.Unknown("The connection ended."));
    try (OneOperator _ = world.operator("one")) {
      world.notice("held");
      world.awaitState("held", State.UNCERTAIN);
      await()
          .atMost(PATIENCE)
          .until(() -> Objects.equals(world.channelStatus("technician").uncertain(), 1));
      assertThat(world.post.copies()).isEmpty();

      world.change("technician", "{\"spec\":{\"onUncertain\":\"Resend\"}}");

      world.awaitState("held", State.DELIVERED);
    }
  }

  @Test
  void anAnswerThatComesWhileTheApiServerIsAwayIsWrittenDownWhenItIsBack() throws Exception {
    world.channel("technician", "");
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch taken = world.post.holdTheNextAnswer(open);
    try (OneOperator _ = world.operator("one")) {
      world.notice("away");
      taken.await();
      PLANE.get().killApiServer();
      open.countDown();
      PLANE.get().restartApiServer();

      NoticeStatus end = world.awaitState("away", State.DELIVERED);
      assertThat(end.attempts()).hasSize(1);
    }
    assertThat(world.post.copies()).hasSize(2);
  }

  @Test
  void whoHasItDoesNotGetItAgain() {
    world.channel("technician", "retry: {schedule: [1s]}");
    DeliveryFailure full = new DeliveryFailure(Reason.DEFERRED, "452 4.2.2", "A mailbox is full.");
    world.post.next(dispatch -> {
      world.post.take(
          new Dispatch(
              dispatch.about(),
              List.of("ana@example.org"),
              dispatch.rendered(),
              dispatch.language(),
              dispatch.eventTime(),
              dispatch.zone(),
              dispatch.asked()));
      return new SendOutcome.Answered("first", Map.of("eva@example.org", full));
    });
    try (OneOperator _ = world.operator("one")) {
      world.notice("partly");

      NoticeStatus end = world.awaitState("partly", State.DELIVERED);
      assertThat(end.reached()).isEqualTo(2);
      assertThat(end.attempts())
          .extracting(Attempt::result)
          .containsExactly(Result.PARTLY_DELIVERED, Result.DELIVERED);
      assertThat(end.attempts().getFirst().code()).isEqualTo("452 4.2.2");
    }
    assertThat(world.post.copies())
        .extracting(Copy::address)
        .containsExactly("ana@example.org", "eva@example.org");
    assertThat(world.everythingWritten()).doesNotContain("eva@");
  }

  @Test
  void whoTakesThePlaceOfAReceiverIsToldAsLongAsNobodyHasIt() {
    world.channel("technician", "retry: {schedule: [1s]}");
    refusesAndDefersThenThereIs("ana@example.org\nnot an address\nnew@example.org");
    try (OneOperator _ = world.operator("one")) {
      world.notice("mended");

      NoticeStatus end = world.awaitState("mended", State.DELIVERED);
      assertThat(end.reached()).isEqualTo(1);
      assertThat(end.refused()).isEqualTo(1);
    }
    assertThat(world.post.copies()).extracting(Copy::address).containsExactly("new@example.org");
  }

  @Test
  void aNoticeThatAllRefusedGoesToTheFallbackThoughAnotherWasDue() {
    world.channel("technician", "retry: {schedule: [1s]}\nfallbackRef: {name: other}\n");
    world.channel("other", "");
    refusesAndDefersThenThereIs("ana@example.org");
    try (OneOperator _ = world.operator("one")) {
      world.notice("left");

      NoticeStatus end = world.awaitState("left", State.FAILED);
      assertThat(end.reason()).isEqualTo("Refused");
      world.awaitState(Objects.requireNonNull(end.handedTo()), State.DELIVERED);
    }
  }

  @Test
  void whatCanNotBeAnAddressIsCountedOnceThoughTheFirstAttemptGotNoAnswer() {
    world.changeSecret("technician", Map.of("addresses", TWO + "\nnot an address"));
    world.channel("technician", "retry: {schedule: [1s]}");
    world.post.next(_ -> notNow());
    try (OneOperator _ = world.operator("one")) {
      world.notice("counted");

      NoticeStatus end = world.awaitState("counted", State.DELIVERED);
      assertThat(end.reached()).isEqualTo(2);
      assertThat(end.refused()).isEqualTo(1);
    }
  }

  private void refusesAndDefersThenThereIs(String addresses) {
    world.post.next(_ -> {
      world.changeSecret("technician", Map.of("addresses", addresses));
      return new SendOutcome.Answered(
          "",
          Map.of(
              "ana@example.org",
              new DeliveryFailure(Reason.REJECTED, "550 5.1.1", "Nobody."),
              "eva@example.org",
              new DeliveryFailure(Reason.DEFERRED, "450 4.2.0", "Later.")));
    });
  }

  @Test
  void messagesOfOneThreadGoInTheirOrder() {
    world.channel("technician", "retry: {schedule: [2s]}");
    world.post.next(_ -> notNow());
    world.notice("b-first", "thread", EVENT);
    world.notice("a-second", "thread", EVENT.plusSeconds(1));
    try (OneOperator _ = world.operator("one")) {
      world.awaitState("a-second", State.DELIVERED);
    }

    assertThat(world.post.copies().stream().map(Copy::subject).distinct())
        .containsExactly("About b-first", "About a-second");
  }

  @Test
  void whatIsRefusedForGoodGoesToTheFallbackOnce() {
    world.channel("technician", "fallbackRef: {name: other}");
    world.channel("other", "");
    world.post.next(_ -> refused());
    world.post.next(_ -> refused());
    try (OneOperator _ = world.operator("one")) {
      world.notice("refused");
      NoticeStatus end = world.awaitState("refused", State.FAILED);
      String standIn = Objects.requireNonNull(end.handedTo());
      world.awaitState(standIn, State.FAILED);

      assertThat(Objects.requireNonNull(world.find(standIn)).getSpec().fallbackFor())
          .isEqualTo("refused");
      assertThat(world.statusOf(standIn).handedTo()).isNull();
      assertThat(world.notices()).hasSize(2);
      world.awaitEvents("NotificationChannel", "NoticeFailed");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(world.channelStatus("technician").lastFailure())
                  .isNotNull()
                  .satisfies(failure -> {
                    assertThat(failure.reason()).isEqualTo("Refused");
                    assertThat(failure.notice()).isEqualTo("refused");
                  }));
    }
  }

  @Test
  void aNoticeWaitsForItsChannel() {
    try (OneOperator _ = world.operator("one")) {
      world.notice("early");
      NoticeStatus waiting = world.awaitState("early", State.PENDING);
      assertThat(waiting.reason()).isEqualTo("ChannelNotFound");

      world.channel("technician", "");

      world.awaitState("early", State.DELIVERED);
    }
  }

  @Test
  void whatWasDueWhenItWasWrittenIsNotSentOnceItIsDone() {
    world.channel("technician", "suspend: true");
    BackupPolicy policy = world.tell(world.overduePolicy());
    assertThat(world.notices()).as("before it is written that it is due").isEmpty();
    policy = world.tell(policy);
    String due = world.notices().getFirst().getMetadata().getName();
    try (OneOperator _ = world.operator("one")) {
      world.awaitState(due, State.PENDING);
      world.proven(policy, "payroll-test-1");

      world.change("technician", "{\"spec\":{\"suspend\":false}}");

      NoticeStatus end = world.awaitState(due, State.SUPPRESSED);
      assertThat(end.reason()).isEqualTo("NoLongerSo");
      assertThat(end.message()).isEqualTo("A proof or a signature has arrived since.");
    }
    assertThat(world.post.copies()).isEmpty();
  }

  @Test
  void whatIsStillDueIsSentLate() {
    world.channel("technician", "suspend: true");
    world.tell(world.tell(world.overduePolicy()));
    String due = world.notices().getFirst().getMetadata().getName();
    try (OneOperator _ = world.operator("one")) {
      world.awaitState(due, State.PENDING);

      world.change("technician", "{\"spec\":{\"suspend\":false}}");

      world.awaitState(due, State.DELIVERED);
    }
    assertThat(world.post.copies()).hasSize(2);
  }

  @Test
  void aLookThatFailsIsSaidInTheNoticeUntilItPasses() {
    world.channel("technician", "");
    AtomicBoolean isForbidden = new AtomicBoolean(true);
    try (OneOperator _ = world.operator(isForbidden)) {
      world.notice("unseen");

      NoticeStatus failing = world.awaitState("unseen", State.PENDING);
      assertThat(failing.reason()).isEqualTo("MissingPermission");
      assertThat(failing.message()).contains("lacks the right to get secrets");
      isForbidden.set(false);

      NoticeStatus end = world.awaitState("unseen", State.DELIVERED);
      assertThat(end.reason()).isNull();
      assertThat(end.message()).isNull();
    }
  }

  @Test
  void aChannelSaysWhatIsMissingAndWhatWaits() {
    world.channel("technician", "suspend: true");
    world.channel("nobody", "onUncertain: Hold\nfallbackRef: {name: technician}\n");
    world.change(
        "nobody",
        "{\"spec\":{\"recipients\":[{\"organization\":\"TI\",\"addressesRef\":{\"name\":\"absent\"}}]}}");
    world.channel("chained", "fallbackRef: {name: nobody}");
    try (OneOperator _ = world.operator("one")) {
      world.notice("waiting");

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            assertThat(world.conditionOf("technician", "Ready"))
                .isEqualTo(
                    "True ChannelUsable: The server answers. 2 addresses. The channel is"
                        + " suspended: nothing is sent.");
            assertThat(world.conditionOf("technician", "TemplatesValid")).startsWith("True");
            assertThat(world.channelStatus("technician").kind())
                .isEqualTo("email mail.example.org:587");
            assertThat(world.channelStatus("technician").backlog()).isEqualTo(1);
            assertThat(world.conditionOf("nobody", "Ready"))
                .startsWith("False SecretNotFound: There is no Secret \"absent\"");
            assertThat(world.conditionOf("chained", "Ready"))
                .startsWith("False FallbackUnusable: NotificationChannel \"nobody\"");
          });

      world.change("technician", "{\"spec\":{\"suspend\":false}}");
      world.awaitState("waiting", State.DELIVERED);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            assertThat(world.channelStatus("technician").backlog()).isEqualTo(0);
            assertThat(world.channelStatus("technician").lastSuccessTime()).isNotNull();
          });
    }
  }

  @Test
  void aChannelThatIsAppliedAgainAndAgainMakesNoDifference() {
    String yaml = world.channelYaml("technician", "rate: {perMinute: 600}");
    world.applyAgain(yaml);
    try (OneOperator _ = world.operator("one")) {
      for (int i = 0; i < 20; i++) {
        world.notice("n" + i);
        world.applyAgain(yaml);
      }
      IntStream.range(0, 20).forEach(i -> world.awaitState("n" + i, State.DELIVERED));
      world.applyAgain(yaml);

      assertThat(world.channelStatus("technician").conditions()).hasSize(2);
      assertThat(world.notices()).hasSize(20);
    }
    assertThat(world.post.copies()).doesNotHaveDuplicates().hasSize(40);
  }

  private static SendOutcome notNow() {
    return new SendOutcome.NotSent(
        new DeliveryFailure(Reason.SERVER_UNREACHABLE, "", "mail.example.org did not answer."));
  }

  private static SendOutcome refused() {
    return new SendOutcome.NotSent(
        new DeliveryFailure(Reason.REJECTED, "554 5.7.1", "The server refused the message."));
  }
}
