package dev.salvaguarda.domain.notice;

import static dev.salvaguarda.domain.notice.Notices.DEADLINE;
import static dev.salvaguarda.domain.notice.Notices.MADE;
import static dev.salvaguarda.domain.notice.Notices.TOTAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.notice.NoticeDecision.After;
import dev.salvaguarda.domain.notice.NoticeDecision.Await;
import dev.salvaguarda.domain.notice.NoticeDecision.End;
import dev.salvaguarda.domain.notice.NoticeDecision.Hold;
import dev.salvaguarda.domain.notice.NoticeDecision.Note;
import dev.salvaguarda.domain.notice.NoticeDecision.Rest;
import dev.salvaguarda.domain.notice.NoticeDecision.Send;
import dev.salvaguarda.domain.notice.NoticeDecision.Wait;
import dev.salvaguarda.domain.notice.NoticeFacts.Delivery;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two operators that crash, pause and look at what is out of date, and a server that does worse.
 */
class NoticeHistoryTest {
  private static final int RECEIVERS = 4;
  private static final int STEPS = 400;

  @SeededTest(fixed = 200)
  void nothingIsLostAndASecondCopyComesOnlyOutOfDoubt(long seed) {
    World world = new World(new Random(seed));

    world.runToTheEnd();

    assertThat(world.memory.settled()).isTrue();
    assertThat(world.copiesBeforeDoubt()).as("copies, while there was no doubt").isTrue();
    int without = (int) world.everybody().stream().filter(one -> world.copies[one] == 0).count();
    switch (world.memory.state()) {
      case DELIVERED ->
          assertThat(without)
              .as("receivers who have nothing, and of whom that is not known")
              .isLessThanOrEqualTo(world.memory.refused() + world.due.size());
      case FAILED -> assertThat(without == RECEIVERS || world.wasInDoubt).isTrue();
      case PENDING, SENDING, UNCERTAIN, SUPPRESSED -> throw new AssertionError(world.memory);
    }
  }

  /** What one operator knows; a crash takes it all. */
  private static final class Operator {
    NoticeMemory seen = NoticeMemory.none();
    int seenVersion;
    int claimed;
    @Nullable Instant lease;
    Set<Integer> to = Set.of();
    Set<Integer> left = Set.of();
    Delivery delivery = new Delivery.None();

    void crash() {
      claimed = 0;
      lease = null;
      delivery = new Delivery.None();
    }
  }

  private static final class World {
    private final Random random;
    private final int[] copies = new int[RECEIVERS];
    private final List<Operator> operators = List.of(new Operator(), new Operator());
    private NoticeMemory memory = NoticeMemory.none();
    private Set<Integer> due = everybody();
    private int version;
    private boolean wasInDoubt;
    private boolean secondCopyWithoutDoubt;
    private Instant now = MADE;

    World(Random random) {
      this.random = random;
    }

    Set<Integer> everybody() {
      return new HashSet<>(List.of(0, 1, 2, 3));
    }

    boolean copiesBeforeDoubt() {
      return !secondCopyWithoutDoubt;
    }

    void runToTheEnd() {
      for (int i = 0; i < STEPS && !memory.settled(); i++) {
        step(operators.get(random.nextInt(2)));
      }
      for (int i = 0; i < 10_000 && !memory.settled(); i++) {
        now = now.plus(Duration.ofMinutes(10));
        for (Operator one : operators) {
          refresh(one);
          finish(one);
          look(one);
        }
      }
      assertThat(now).isBefore(DEADLINE.plus(Duration.ofDays(1)));
    }

    private void step(Operator one) {
      switch (random.nextInt(10)) {
        case 0 -> one.crash();
        case 1, 2 -> refresh(one);
        case 3, 4, 5 -> {
          refresh(one);
          look(one);
        }
        case 6 -> look(one);
        case 7, 8 -> finish(one);
        default -> now = now.plusSeconds(random.nextInt(300));
      }
    }

    private void refresh(Operator one) {
      one.seen = memory;
      one.seenVersion = version;
    }

    private void look(Operator one) {
      NoticeDecision decision = Notices.fresh().memory(one.seen).delivery(one.delivery).at(now);
      boolean upToDate = one.seenVersion == version;
      switch (decision) {
        case Send(int number, Instant leaseUntil) when upToDate -> {
          write(
              new NoticeMemory(
                  NoticeState.SENDING,
                  false,
                  number,
                  leaseUntil,
                  null,
                  memory.reached(),
                  memory.refused()));
          one.claimed = number;
          one.lease = leaseUntil;
          one.to = Set.copyOf(due);
          one.delivery = new Delivery.UnderWay();
        }
        case Note(int number, Answer _, After after) when upToDate -> {
          wasInDoubt |= after.state() == NoticeState.UNCERTAIN;
          if (one.delivery instanceof Delivery.Ended(int own, _) && own == number) {
            due.retainAll(deferred(one));
            one.delivery = new Delivery.None();
          }
          write(after);
        }
        case End(After after) when upToDate -> write(after);
        case Send _, Note _, End _, Rest _, Await _, Wait _, Hold _ -> {}
      }
    }

    private Set<Integer> deferred(Operator one) {
      return one.delivery instanceof Delivery.Ended(_, Answer.Answered _) ? one.left : due;
    }

    private void write(After after) {
      write(
          new NoticeMemory(
              after.state(),
              after.settled(),
              memory.attempts(),
              null,
              after.nextAt(),
              after.reached(),
              after.refused()));
    }

    private void write(NoticeMemory next) {
      memory = next;
      version++;
    }

    /** The server says something, or nothing. */
    private void finish(Operator one) {
      if (!(one.delivery instanceof Delivery.UnderWay) || one.lease == null) {
        return;
      }
      if (now.plus(TOTAL).isAfter(one.lease) && random.nextBoolean()) {
        // Paused before it began; else it was paused in the middle of a word.
        one.delivery =
            new Delivery.Ended(one.claimed, new Answer.NotSent(true, "The lease was lost."));
        return;
      }
      switch (random.nextInt(7)) {
        case 0 -> ended(one, new Answer.NotSent(true, "451"));
        case 1 -> ended(one, new Answer.NotSent(false, "550"));
        case 2 -> ended(one, new Answer.Unknown("cut before"));
        case 3 -> {
          one.to.forEach(this::deliver);
          ended(one, new Answer.Unknown("cut behind"));
        }
        case 4 -> {
          one.to.forEach(this::deliver);
          one.crash();
        }
        default -> answer(one);
      }
    }

    private void answer(Operator one) {
      Set<Integer> later = new HashSet<>();
      int rejected = 0;
      for (int receiver : one.to) {
        switch (random.nextInt(5)) {
          case 0 -> later.add(receiver);
          case 1 -> rejected++;
          default -> deliver(receiver);
        }
      }
      one.left = later;
      int sent = one.to.size() - later.size() - rejected;
      ended(
          one,
          new Answer.Answered(
              sent, later.size(), rejected, later.isEmpty() && rejected == 0 ? "" : "Not all."));
    }

    private void ended(Operator one, Answer answer) {
      one.delivery = new Delivery.Ended(one.claimed, answer);
    }

    private void deliver(int receiver) {
      copies[receiver]++;
      secondCopyWithoutDoubt |= copies[receiver] > 1 && !wasInDoubt;
    }
  }
}
