package dev.salvaguarda.controller.notice;

import dev.salvaguarda.controller.delivery.ChannelLogin;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.SendOutcome;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.controller.errand.Errands;
import dev.salvaguarda.controller.errand.Room;
import dev.salvaguarda.controller.port.Transport;
import dev.salvaguarda.domain.notice.Answer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends beside the reconciliations and remembers what came of it until that was written down. It
 * knows, too, when it last sent on each channel. Thread-safe.
 */
public final class NoticeCourier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeCourier.class);
  private static final int AT_A_TIME = 8;

  /** A server that hangs keeps the others waiting no longer than they wait for each other. */
  private static final int AT_A_TIME_ON_A_CHANNEL = 2;

  private static final int STARTS_REMEMBERED = 600;

  /** A transport ends by itself before that. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Transport<ChannelLogin> transport;
  private final Clock clock;
  private final Errands<Sent> errands;
  private final Map<ResourceID, Deque<Instant>> starts = new ConcurrentHashMap<>();

  public NoticeCourier(Transport<ChannelLogin> transport, Clock clock) {
    this.transport = transport;
    this.clock = clock;
    this.errands = new Errands<>("notice", AT_A_TIME, clock);
  }

  /**
   * A claimed attempt.
   *
   * @param impossible receivers who can't be written to at all
   * @param leaseUntil after which somebody else may take the notice over
   * @param total how long it may take
   */
  record Attempt(
      String uid,
      int number,
      ChannelLogin login,
      Dispatch dispatch,
      int impossible,
      Instant leaseUntil,
      Duration total) {}

  /** The newest attempt at the notice with this UID, until it is forgotten. */
  Optional<Errand<Sent>> newest(String uid) {
    return errands.newest(uid);
  }

  /** Room for an attempt on the channel that begins at once; empty if there is none now. */
  Optional<Room> takeRoom(ResourceID channel) {
    return errands.takeRoom(
        channel.getNamespace().orElse("") + "/" + channel.getName(), AT_A_TIME_ON_A_CHANNEL);
  }

  /** When messages were last sent on the channel, oldest first. */
  List<Instant> starts(ResourceID channel) {
    Deque<Instant> known = starts.get(channel);
    if (known == null) {
      return List.of();
    }
    synchronized (known) {
      return List.copyOf(known);
    }
  }

  /** Remembers that a message goes out on the channel now. */
  void noteStart(ResourceID channel, Instant at) {
    Deque<Instant> known = starts.computeIfAbsent(channel, _ -> new ArrayDeque<>());
    synchronized (known) {
      known.addLast(at);
      if (known.size() > STARTS_REMEMBERED) {
        known.removeFirst();
      }
    }
  }

  /**
   * Sends, once the claim is written.
   *
   * @param room that was taken for it
   * @param ended called once the outcome can be read from {@link #newest}
   */
  void start(Attempt attempt, Room room, Runnable ended) {
    Duration deadline = attempt.total().plus(GRACE);
    errands.start(
        attempt.uid(),
        new Errand.Job<>(
            Integer.toString(attempt.number()),
            deadline,
            () -> send(attempt),
            () -> unknown(attempt, "The delivery did not end in time."),
            error -> broken(attempt, error),
            ended,
            new Errand.Turn<>(deadline, () -> sent(attempt, heldUp()))),
        room);
  }

  /** Forgets what has been written down. */
  void forget(String uid, Errand<Sent> attempt) {
    errands.forget(uid, attempt);
  }

  /** Forgets notices that nobody waits for any more. */
  void retainOnly(Collection<String> uids) {
    errands.retainOnly(uids);
  }

  @Override
  public void close() {
    errands.close();
  }

  private Sent send(Attempt attempt) {
    // Whoever was paused since the claim may have lost it.
    SendOutcome outcome =
        clock.instant().plus(attempt.total()).isAfter(attempt.leaseUntil())
            ? heldUp()
            : transport.send(attempt.login(), attempt.dispatch());
    return sent(attempt, outcome);
  }

  private static SendOutcome heldUp() {
    return new SendOutcome.NotSent(
        new DeliveryFailure(
            DeliveryFailure.Reason.DEFERRED,
            "",
            "The operator was held up and had no time left for it."));
  }

  private static Sent sent(Attempt attempt, SendOutcome outcome) {
    return Sent.of(
        attempt.number(),
        outcome,
        attempt.uid(),
        attempt.dispatch().addresses(),
        attempt.impossible());
  }

  private static Sent broken(Attempt attempt, Throwable error) {
    LOG.atError().setCause(error).addKeyValue("notice", attempt.uid()).log("delivery broke");
    return unknown(
        attempt, "The delivery ended with an error that was not expected; the log has it.");
  }

  private static Sent unknown(Attempt attempt, String message) {
    return Sent.without(attempt.number(), new Answer.Unknown(message), "");
  }
}
