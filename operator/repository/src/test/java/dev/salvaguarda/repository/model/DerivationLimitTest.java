package dev.salvaguarda.repository.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DerivationLimitTest {
  private final DerivationLimit limit = new DerivationLimit(2);

  @Test
  void letsNoMoreDeriveAtATimeThanItSays() throws Exception {
    AtomicInteger active = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        threads.execute(() ->
            limit.run(() -> {
              most.accumulateAndGet(active.incrementAndGet(), Math::max);
              two.countDown();
              await(two);
              return active.decrementAndGet();
            }));
      }
    }

    assertThat(most).hasValue(2);
  }

  @Test
  void aDerivationThatFailsMakesRoomForTheNext() {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() ->
              limit.run(() -> {
                throw new IllegalStateException();
              }))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(limit.run(() -> "derived")).isEqualTo("derived");
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> limit.run(() -> "derived"))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));

    assertThat(Thread.interrupted()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
