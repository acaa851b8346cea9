package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GuardedHostTest {
  private static final SandboxMark MARK = new SandboxMark("0a", Instant.EPOCH);

  @Test
  void givesUpAHostThatTakesNothingAndGoesOnWaitingForMore() {
    GuardedHost host = host(new Stalled());

    SourceException failed =
        catchThrowableOfType(
            SourceException.class,
            () ->
                host.restore(
                    9000, "restore-test 9000 zfs sv-0a-0", out -> out.write(new byte[10])));

    assertThat(failed)
        .hasMessage(
            "The connection to the host pve01.example.org ended before it could make guest 9000.");
  }

  @Test
  void whoIsStoppedWaitsForAHungHostNoLonger() throws Exception {
    GuardedHost host = host(new Stalled());
    FutureTask<Boolean> start =
        new FutureTask<>(() -> {
          host.start(9000, MARK);
          return true;
        });
    Thread worker = Thread.ofPlatform().start(start);

    worker.interrupt();

    assertThat(catchThrowableOfType(ExecutionException.class, start::get))
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void aGuestThatTheHostDoesNotAskIsNoGuestThatKeepsSilent() throws Exception {
    GuardedHost silent = host(new Ended(255, "no answer"));
    GuardedHost refusing = host(new Ended(64, "refused: another mark"));

    assertThat(silent.ping(9000, MARK).exit().isZero()).isFalse();
    assertThat(catchThrowableOfType(SourceException.class, () -> refusing.ping(9000, MARK)))
        .hasMessage("The host pve01.example.org did not ask guest 9000: refused: another mark");
  }

  /** A connection that drops says nothing of the guest. */
  @Test
  void aHostThatCantBeAskedIsAskedAgainAndIsNoGuestThatIsDown() throws Exception {
    Ended lost = new Ended(ProgramExit.UNKNOWN, "");
    Ended up = new Ended(0, "");
    Ended down = new Ended(255, "no answer");

    assertThat(asked(lost, up).staysUp(9000, MARK, Duration.ofSeconds(8), () -> {}, clock()))
        .isTrue();
    assertThat(asked(lost, up).answers(9000, MARK, Duration.ofSeconds(8), () -> {}, clock()))
        .isTrue();
    assertThat(asked(down).answers(9000, MARK, Duration.ofSeconds(1), () -> {}, clock())).isFalse();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> asked(lost).staysUp(9000, MARK, Duration.ofSeconds(1), () -> {}, clock()),
            () -> asked(lost).answers(9000, MARK, Duration.ofSeconds(1), () -> {}, clock()))) {
      assertThat(catchThrowableOfType(SourceException.class, call))
          .hasMessage(
              "The connection to the host pve01.example.org ended before it could ask guest 9000.");
    }
  }

  /** A host that ends so, one after the other. */
  private static GuardedHost asked(Ended... ends) {
    Iterator<Ended> next = List.of(ends).iterator();
    return new GuardedHost(
        (_, _) -> next.next(), "pve01.example.org", FailureReason.GUEST_NOT_TRIED);
  }

  /** Five seconds have passed whenever it is looked at. */
  private static Clock clock() {
    AtomicInteger looks = new AtomicInteger();
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.EPOCH.plusSeconds(5L * looks.getAndIncrement());
      }
    };
  }

  @Test
  void aNumberThatAnotherTookIsNoFailure() throws Exception {
    GuardedHost host = host(new Ended(75, "taken: another call works on this number"));

    assertThat(host.restore(9000, "restore-test 9000 zfs", _ -> {})).isFalse();
  }

  @Test
  void aGuardThatRefusesHasMadeNothingThatCouldStay() {
    assertThat(notMade(new Ended(64, "refused: this number is not in TEST_RANGE")))
        .hasMessage(
            "The host pve01.example.org did not make guest 9000: refused: this number is not in TEST_RANGE")
        .hasCauseInstanceOf(GuardedHost.RefusedException.class);
    assertThat(notMade(new Ended(255, "no space left"))).hasNoCause();
  }

  private static SourceException notMade(RunningProgram program) {
    return catchThrowableOfType(
        SourceException.class, () -> host(program).restore(9000, "restore-test 9000 zfs", _ -> {}));
  }

  @Test
  void nobodyWaitsForEverForAGuestToBeTakenAway() {
    Duration never = Duration.ofHours(1);
    Duration soon = Duration.ofMillis(50);

    SourceException late =
        catchThrowableOfType(SourceException.class, () -> stalled().run(soon, never));
    Thread.currentThread().interrupt();
    SourceException stopped =
        catchThrowableOfType(SourceException.class, () -> stalled().run(never, soon));

    assertThat(Thread.interrupted()).as("it is still to stop").isTrue();
    assertThat(late.failure().reason()).isEqualTo(FailureReason.GUEST_NOT_TRIED);
    assertThat(stopped.failure().message()).startsWith("The host pve01.example.org has not taken");
  }

  @Test
  void aGuestIsTakenAwayForWhoWasToldToStop() throws Exception {
    Thread.currentThread().interrupt();

    new TakingAway(host(new Ended(0, "")), 9000, MARK)
        .run(Duration.ofHours(1), Duration.ofSeconds(20));

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aMarkLastsAsLongAsItsAttemptAndALittleMore() {
    Instant begun = Instant.parse("2026-11-28T07:00:00Z");

    assertThat(SandboxMark.of("0a", begun, Duration.ofHours(2)).until())
        .isBetween(begun.plusSeconds(7500), begun.plusSeconds(8400));
  }

  private static TakingAway stalled() {
    return new TakingAway(host(new Stalled()), 9000, MARK);
  }

  private static GuardedHost host(RunningProgram program) {
    return new GuardedHost((_, _) -> program, "pve01.example.org", FailureReason.GUEST_NOT_TRIED);
  }

  /** Has ended so. */
  private record Ended(int status, String said) implements RunningProgram {
    @Override
    public InputStream output() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream input() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public ProgramExit await() {
      return new ProgramExit(status, List.of(said));
    }

    @Override
    public boolean isAlive() {
      return false;
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }

  /** Runs until it is stopped, and takes nothing in time. */
  private static final class Stalled implements RunningProgram {
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public InputStream output() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          try {
            stopped.await();
            return -1;
          } catch (InterruptedException e) {
            throw new InterruptedIOException("stopped");
          }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          return read();
        }
      };
    }

    @Override
    public OutputStream input() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          throw new SocketTimeoutException("no space");
        }
      };
    }

    @Override
    public ProgramExit await() throws InterruptedException {
      stopped.await();
      return new ProgramExit(ProgramExit.UNKNOWN, List.of());
    }

    @Override
    public boolean isAlive() {
      return stopped.getCount() > 0;
    }

    @Override
    public void stop() {
      stopped.countDown();
    }

    @Override
    public void close() {
      stop();
    }
  }
}
