package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.channel.ChannelAccess;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.errand.Room;
import dev.salvaguarda.domain.message.Rendered;
import dev.salvaguarda.domain.notice.Answer;
import dev.salvaguarda.domain.notice.NoticeDecision;
import dev.salvaguarda.domain.notice.NoticeDecision.After;
import dev.salvaguarda.domain.notice.NoticeDecision.Await;
import dev.salvaguarda.domain.notice.NoticeDecision.End;
import dev.salvaguarda.domain.notice.NoticeDecision.Hold;
import dev.salvaguarda.domain.notice.NoticeDecision.Note;
import dev.salvaguarda.domain.notice.NoticeDecision.Rest;
import dev.salvaguarda.domain.notice.NoticeDecision.Send;
import dev.salvaguarda.domain.notice.NoticeDecision.Wait;
import dev.salvaguarda.domain.notice.NoticeLife;
import dev.salvaguarda.domain.notice.NoticeReason;
import dev.salvaguarda.domain.schedule.ZoneNames;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does what was decided about a notice: claims and sends, or writes down. What is to be sent goes
 * out only after the claim was written, and what came of it is forgotten only after that was.
 */
public final class NoticeDesk {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);
  private static final Duration NEVER = Duration.ofDays(1);

  private final NoticeApplier applier;
  private final NoticeCourier courier;
  private final String holder;

  /**
   * @param holder this very process, by a name that no other one ever had
   */
  public NoticeDesk(NoticeApplier applier, NoticeCourier courier, String holder) {
    this.applier = applier;
    this.courier = courier;
    this.holder = holder;
  }

  /**
   * Carries the decision out.
   *
   * @param ended called when an attempt that this started has ended
   * @return when to look again
   */
  Instant apply(NoticeSeen seen, NoticeDecision decision, Instant now, Runnable ended) {
    return switch (decision) {
      case Rest _ -> now.plus(NEVER);
      case Await(Instant until) -> until;
      case Hold(Instant until) -> until;
      case Wait wait -> {
        boolean brief = wait.reason() == NoticeReason.WAITING_FOR_RATE;
        boolean written =
            brief || applier.write(seen.notice(), NoticeReport.waiting(seen.status(), wait));
        yield written ? wait.until() : now.plus(SOON);
      }
      case Send send -> send(seen, send, now, ended);
      case Note(int number, Answer answer, After after) -> note(seen, number, answer, after, now);
      case End(After after) -> end(seen, after, null, Optional.empty(), now);
    };
  }

  /** Whether others who wait for the notice may go. */
  static boolean isOver(NoticeDecision decision) {
    return switch (decision) {
      case Note(_, _, After after) ->
          after.settled() || after.reached() > 0 || after.reason() == NoticeReason.AWAITING_RELAY;
      case End _ -> true;
      case Rest _, Await _, Hold _, Wait _, Send _ -> false;
    };
  }

  private Instant send(NoticeSeen seen, Send send, Instant now, Runnable ended) {
    Optional<NoticeStatus> forgotten = applier.forgottenOf(seen.notice());
    if (forgotten.isPresent()) {
      applier.write(seen.notice(), forgotten.get());
      return now.plus(LATER);
    }
    ChannelAccess.Found access = Objects.requireNonNull(seen.access());
    NotificationChannel channel = Objects.requireNonNull(seen.channel());
    List<String> addresses = Due.of(seen.status(), seen.uid(), access.receivers().addresses());
    if (addresses.isEmpty()) {
      return end(seen, NoticeLife.nobodyLeft(seen.facts(), now), null, Optional.empty(), now);
    }
    Optional<Room> room = courier.takeRoom(ResourceID.fromResource(channel));
    if (room.isEmpty()) {
      return now.plus(SOON);
    }
    try (Room taken = room.get()) {
      NoticeStatus claim = NoticeReport.claimed(seen.status(), send, holder, now);
      if (!applier.write(seen.notice(), claim)) {
        return now.plus(LATER);
      }
      courier.noteStart(ResourceID.fromResource(channel), now);
      courier.start(
          new NoticeCourier.Attempt(
              seen.uid(),
              send.number(),
              access.login(),
              dispatch(seen.notice(), channel, addresses),
              Due.isFirstAnswer(seen.status()) ? access.receivers().impossible() : 0,
              send.leaseUntil(),
              seen.facts().channel().total()),
          taken,
          ended);
    }
    return send.leaseUntil();
  }

  private Instant note(NoticeSeen seen, int number, Answer answer, After after, Instant now) {
    Optional<Sent> sent =
        seen.attempt()
            .flatMap(attempt -> attempt.ended().map(end -> end.outcome()))
            .filter(outcome -> outcome.number() == number);
    if (sent.map(Sent::gone).orElse(false)) {
      applier.giveUp(seen);
    }
    return end(seen, after, answer, sent, now);
  }

  private Instant end(
      NoticeSeen seen, After after, @Nullable Answer answer, Optional<Sent> sent, Instant now) {
    String handedTo =
        after.fallback() == null ? null : applier.handOver(seen.notice(), after.fallback());
    NoticeStatus next = NoticeReport.after(seen.status(), after, answer, sent, handedTo, now);
    if (!applier.write(seen.notice(), next)) {
      return now.plus(SOON);
    }
    seen.attempt()
        .filter(attempt -> attempt.ended().isPresent())
        .ifPresent(attempt -> courier.forget(seen.uid(), attempt));
    if (answer != null || after.settled()) {
      applier.tell(seen, after, handedTo, now);
    }
    return after.settled() ? now.plus(NEVER) : Objects.requireNonNullElse(after.nextAt(), now);
  }

  private static Dispatch dispatch(
      Notice notice, NotificationChannel channel, List<String> addresses) {
    NoticeSpec spec = notice.getSpec();
    return new Dispatch(
        new Dispatch.About(
            "%s.r%d".formatted(notice.getMetadata().getUid(), spec.revision()),
            spec.thread(),
            notice.getMetadata().getNamespace(),
            notice.getMetadata().getName(),
            spec.message(),
            spec.subject().kind(),
            spec.subject().name()),
        addresses,
        new Rendered(spec.rendered().subject(), spec.rendered().body(), spec.rendered().calendar()),
        spec.locale(),
        Instant.parse(notice.getMetadata().getCreationTimestamp()),
        zone(channel.getSpec().timeZone()),
        Asked.times(notice.getStatus()));
  }

  private static ZoneId zone(String name) {
    return ZoneNames.find(name).orElse(ZoneOffset.UTC);
  }
}
