package dev.salvaguarda.controller.repository;

import static dev.salvaguarda.controller.repository.Probes.NOW;
import static dev.salvaguarda.controller.repository.Probes.request;
import static dev.salvaguarda.controller.repository.Probes.usable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.controller.archive.SnapshotFacts;
import dev.salvaguarda.controller.port.ArchiveAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ProbeRunnerTest {
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final AtomicInteger probes = new AtomicInteger();
  private final Semaphore ended = new Semaphore(0);

  @Test
  void keepsTheOutcomeForTheReconciliationThatItCallsFor() throws Exception {
    try (ProbeRunner desk = desk(Duration.ofMinutes(1), Probes::usable)) {
      desk.start("uid", "v1", request(), ended::release);

      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      ProbeState state = desk.newest("uid").orElseThrow();
      assertThat(state.inputs()).isEqualTo("v1");
      assertThat(state.outcome()).contains(new ProbeState.Ended(usable(), NOW));
    }
  }

  @Test
  void doesNotBeginASecondProbeOfAnObjectBesideTheFirst() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (ProbeRunner desk = desk(Duration.ofMinutes(1), () -> awaited(open))) {
      desk.start("uid", "v1", request(), ended::release);
      desk.start("uid", "v2", request(), ended::release);
      open.countDown();

      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      assertThat(probes).hasValue(1);
      assertThat(desk.newest("uid").orElseThrow().inputs()).isEqualTo("v1");
    }
  }

  @Test
  void aProbeThatDoesNotAnswerEndsAtItsDeadline() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ProbeRunner desk = desk(Duration.ofMillis(50), () -> awaited(never))) {
      desk.start("uid", "v1", request(), ended::release);

      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      assertThat(desk.newest("uid").orElseThrow().outcome().orElseThrow().outcome())
          .isInstanceOfSatisfying(
              ProbeOutcome.Unusable.class,
              outcome -> assertThat(outcome.failure().message()).contains("did not answer"));
    }
  }

  @Test
  void anErrorThatNobodyExpectedIsAnOutcomeAndTellsNoSecret() throws Exception {
    try (ProbeRunner desk =
        desk(
            Duration.ofMinutes(1),
            () -> {
              throw new IllegalStateException("hunter2");
            })) {
      desk.start("uid", "v1", request(), ended::release);

      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      assertThat(desk.newest("uid").orElseThrow().toString())
          .contains("INTERNAL")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void wantOfMemoryEndsAProbeToo() throws Exception {
    try (ProbeRunner desk =
        desk(
            Duration.ofMinutes(1),
            () -> {
              throw new OutOfMemoryError("not really");
            })) {
      desk.start("uid", "v1", request(), ended::release);

      assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      assertThat(desk.newest("uid").orElseThrow().toString()).contains("INTERNAL");
    }
  }

  private ProbeRunner desk(Duration deadline, Supplier<ProbeOutcome> outcome) {
    return new ProbeRunner(
        new ArchiveAccess() {
          @Override
          public Optional<SnapshotFacts> describe(ArchiveLogin login, String id) {
            throw new UnsupportedOperationException();
          }

          @Override
          public ProbeOutcome probe(ProbeRequest request) {
            probes.incrementAndGet();
            return outcome.get();
          }

          @Override
          public Set<String> confirm(ArchiveLogin login, Set<String> ids) {
            return Set.of();
          }

          @Override
          public List<RunSnapshot> find(ArchiveLogin login, String runUid, Instant since) {
            return List.of();
          }

          @Override
          public List<SnapshotFacts> ofPolicy(ArchiveLogin login, String namespace, String policy) {
            throw new UnsupportedOperationException("nobody asks for snapshots here");
          }

          @Override
          public long storedBytes(ArchiveLogin login) {
            return 0;
          }

          @Override
          public int removeLocksOf(ArchiveLogin login, String hostname) {
            return 0;
          }

          @Override
          public void appendToJournal(ArchiveLogin login, byte[] lines) {
            throw new AssertionError();
          }
        },
        CLOCK,
        deadline);
  }

  private static ProbeOutcome awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return usable();
  }
}
