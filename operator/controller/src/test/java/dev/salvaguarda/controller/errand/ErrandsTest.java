package dev.salvaguarda.controller.errand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrandsTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T01:00:00Z"), ZoneOffset.UTC);

  private final Errands<String> errands = new Errands<>("test", 1, CLOCK);
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Semaphore ended = new Semaphore(0);

  @AfterEach
  void close() {
    open.countDown();
    errands.close();
  }

  @Test
  void workThatDoesNotHeedItsInterruptKeepsItsRoomUntilItEnds() throws Exception {
    errands.start("deaf", job(SHORT, LONG, this::deaf), room());
    awaitEnd();

    assertThat(outcomeOf("deaf")).isEqualTo("late");
    assertThat(errands.takeRoom("a", 1)).isEmpty();
    errands.retainOnly(Set.of());
    assertThat(errands.takeRoom("a", 1)).as("forgotten").isEmpty();

    open.countDown();

    await().until(() -> errands.takeRoom("a", 1).isPresent());
  }

  @Test
  void workThatFindsNoThreadInTimeEndsAsNotBegun() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    errands.start("deaf", job(LONG, LONG, this::deaf));
    begun.await();

    errands.start("waits", job(LONG, SHORT, () -> Boolean.toString(done.getAndSet(true))));
    awaitEnd();

    assertThat(outcomeOf("waits")).isEqualTo("not begun");
    open.countDown();
    awaitEnd();
    assertThat(outcomeOf("deaf")).isEqualTo("done");
    errands.start("next", job(LONG, LONG, () -> "done"));
    awaitEnd();
    assertThat(done).isFalse();
  }

  @Test
  void whatHasBegunIsNotGivenUp() {
    Errand<String> begun = new Errand<>(job(LONG, LONG, () -> "done"));
    Errand<String> given = new Errand<>(job(LONG, LONG, () -> "done"));

    assertThat(begun.begins()).isTrue();
    assertThat(begun.giveUp(CLOCK)).isFalse();
    assertThat(begun.ended()).isEmpty();
    assertThat(given.giveUp(CLOCK)).isTrue();
    assertThat(given.begins()).isFalse();
  }

  @Test
  void roomThatIsClosedUnusedIsFreeAgain() throws Exception {
    try (Room room = room()) {
      assertThat(errands.takeRoom("b", 1)).isEmpty();
      assertThat(room.isAt("a")).isTrue();
    }
    try (Room room = room()) {
      errands.start("deaf", job(LONG, LONG, this::deaf), room);
    }
    begun.await();

    assertThat(errands.takeRoom("b", 1)).as("in use").isEmpty();
  }

  private Room room() {
    return errands.takeRoom("a", 1).orElseThrow();
  }

  private Errand.Job<String> job(Duration deadline, Duration patience, Supplier<String> work) {
    return new Errand.Job<>(
        "",
        deadline,
        work,
        () -> "late",
        Throwable::toString,
        ended::release,
        new Errand.Turn<>(patience, () -> "not begun"));
  }

  private String outcomeOf(String uid) {
    return errands.newest(uid).orElseThrow().ended().orElseThrow().outcome();
  }

  private void awaitEnd() throws InterruptedException {
    assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
  }

  private String deaf() {
    begun.countDown();
    while (open.getCount() > 0) {
      try {
        open.await();
      } catch (InterruptedException e) {
        // It does not hear.
      }
    }
    return "done";
  }
}
