package dev.salvaguarda.repository.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DerivationsTest {
  private static final byte[] DERIVED = {1, 2, 3};

  private final Derivations derivations = new Derivations(2);

  @Test
  void letsNoMoreDeriveAtATimeThanItSays() throws Exception {
    AtomicInteger active = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        byte[] inputs = {(byte) i};
        threads.execute(() ->
            derivations.of(
                inputs,
                () -> {
                  most.accumulateAndGet(active.incrementAndGet(), Math::max);
                  two.countDown();
                  await(two);
                  active.decrementAndGet();
                  return DERIVED;
                }));
      }
    }

    assertThat(most).hasValue(2);
  }

  @Test
  void derivesTheSameOnceHoweverManyAskAtATime() {
    AtomicInteger derived = new AtomicInteger();
    List<byte[]> answers = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        threads.execute(() ->
            answers.add(
                derivations.of(
                    new byte[] {7}, () -> new byte[] {(byte) derived.incrementAndGet()})));
      }
    }

    assertThat(answers).hasSize(40).allSatisfy(one -> assertThat(one).containsExactly(1));
  }

  @Test
  void whatTheCallerWipesIsNotForgotten() {
    byte[] first = derivations.of(new byte[] {7}, DERIVED::clone);
    Arrays.fill(first, (byte) 0);
    byte[] second = derivations.of(new byte[] {7}, () -> new byte[3]);
    Arrays.fill(second, (byte) 0);

    assertThat(derivations.of(new byte[] {7}, () -> new byte[3])).isEqualTo(DERIVED);
  }

  @Test
  void whatWasNotUsedForLongIsForgottenSoThatMemoryIsBounded() {
    derivations.of(new byte[] {1}, DERIVED::clone);
    derivations.of(new byte[] {2}, DERIVED::clone);
    for (int i = 0; i < 999; i++) {
      derivations.of(ByteBuffer.allocate(8).putInt(i).array(), () -> new byte[3]);
      derivations.of(new byte[] {2}, () -> new byte[3]);
    }

    assertThat(derivations.of(new byte[] {2}, () -> new byte[3])).isEqualTo(DERIVED);
    assertThat(derivations.of(new byte[] {1}, () -> new byte[3])).isEqualTo(new byte[3]);
  }

  @Test
  void aDerivationThatFailsMakesRoomForTheNext() {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() ->
              derivations.of(
                  new byte[] {7},
                  () -> {
                    throw new IllegalStateException();
                  }))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(derivations.of(new byte[] {7}, () -> DERIVED)).isEqualTo(DERIVED);
  }

  @Test
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> derivations.of(new byte[] {7}, () -> DERIVED))
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
