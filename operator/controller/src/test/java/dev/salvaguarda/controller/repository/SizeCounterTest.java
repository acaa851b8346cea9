package dev.salvaguarda.controller.repository;

import static dev.salvaguarda.controller.repository.Probes.NOW;
import static dev.salvaguarda.controller.repository.Probes.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.archive.ArchiveAccessException;
import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.controller.archive.ProbeOutcome;
import dev.salvaguarda.controller.archive.ProbeRequest;
import dev.salvaguarda.controller.archive.RunSnapshot;
import dev.salvaguarda.controller.archive.SnapshotFacts;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class SizeCounterTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Semaphore ended = new Semaphore(0);

  @Test
  void keepsWhatItCounted() throws Exception {
    try (SizeCounter counter = counter(LONG, () -> 42)) {
      counter.start("uid", request().login(), ended::release);

      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      assertThat(counter.newest("uid"))
          .isEqualTo(
              new SizeState(
                  Optional.of(new SizeState.Ended(OptionalLong.of(42), NOW, Duration.ZERO)),
                  false));
    }
  }

  @Test
  void aCountThatFailsOrBreaksLeavesNoNumberAndMayBeRepeated() throws Exception {
    List<RuntimeException> failures =
        List.of(
            new ArchiveAccessException(
                new Failure(FailureReason.REPOSITORY_UNREACHABLE, "No."), new Exception()),
            new IllegalStateException());
    for (RuntimeException failure : failures) {
      try (SizeCounter counter =
          counter(
              LONG,
              () -> {
                throw failure;
              })) {
        counter.start("uid", request().login(), ended::release);

        assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
        assertThat(counter.newest("uid").underWay()).isFalse();
        assertThat(counter.newest("uid").ended().orElseThrow().bytes()).isEmpty();
      }
    }
  }

  @Test
  void aCountThatTakesTooLongIsGivenUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (SizeCounter counter =
        counter(
            Duration.ofMillis(20),
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return 7;
            })) {
      counter.start("uid", request().login(), ended::release);

      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      assertThat(counter.newest("uid").ended().orElseThrow().bytes()).isEmpty();
    }
  }

  @Test
  void anObjectThatIsNoMoreIsForgotten() throws Exception {
    try (SizeCounter counter = counter(LONG, () -> 42)) {
      counter.start("uid", request().login(), ended::release);
      assertThat(ended.tryAcquire(1, TimeUnit.MINUTES)).isTrue();

      counter.retainOnly(List.of("other"));

      assertThat(counter.newest("uid")).isEqualTo(SizeState.NEVER_COUNTED);
    }
  }

  @Test
  void countsOnceAnHourAndSoonerAfterACopyWhereThatIsCheap() {
    assertThat(SizeState.NEVER_COUNTED.dueAt(Optional.empty())).isEqualTo(Instant.MIN);
    Optional<Instant> copy = Optional.of(NOW.plusSeconds(1));
    SizeState quick = counted(Duration.ofMillis(100), false);
    assertThat(quick.dueAt(Optional.empty())).isEqualTo(NOW.plusSeconds(3_600));
    assertThat(quick.dueAt(Optional.of(NOW))).isEqualTo(NOW.plusSeconds(3_600));
    assertThat(quick.dueAt(copy)).isEqualTo(NOW.plusSeconds(30));
    SizeState slow = counted(Duration.ofMinutes(1), false);
    assertThat(slow.dueAt(copy)).isEqualTo(NOW.plusSeconds(6_000));
    assertThat(slow.dueAt(Optional.empty())).isEqualTo(NOW.plusSeconds(6_000));
    assertThat(counted(Duration.ZERO, true).dueAt(copy)).isEqualTo(Instant.MAX);
  }

  private static SizeState counted(Duration took, boolean underWay) {
    return new SizeState(Optional.of(new SizeState.Ended(OptionalLong.of(1), NOW, took)), underWay);
  }

  private static SizeCounter counter(Duration deadline, LongSupplier bytes) {
    return new SizeCounter(
        new ArchiveAccess() {
          @Override
          public Optional<SnapshotFacts> describe(ArchiveLogin login, String id) {
            throw new UnsupportedOperationException();
          }

          @Override
          public ProbeOutcome probe(ProbeRequest request) {
            throw new AssertionError();
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
            return bytes.getAsLong();
          }

          @Override
          public int removeLocksOf(ArchiveLogin login, String hostname) {
            throw new AssertionError();
          }

          @Override
          public void appendToJournal(ArchiveLogin login, byte[] lines) {
            throw new AssertionError();
          }
        },
        Clock.fixed(NOW, ZoneOffset.UTC),
        deadline);
  }
}
