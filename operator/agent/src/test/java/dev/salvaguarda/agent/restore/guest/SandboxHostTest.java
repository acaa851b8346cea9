package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.source.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SandboxHostTest {
  private static final SandboxMark MARK = new SandboxMark("0a", Instant.EPOCH);

  @Test
  void givesUpAHostThatTakesNothingAndGoesOnWaitingForMore() {
    SandboxHost host = new SandboxHost((_, _) -> new Stalled(), "pve01.example.org");

    SourceException failed =
        catchThrowableOfType(
            SourceException.class,
            () -> host.restore(9000, "zfs", MARK, new ByteArrayInputStream(new byte[10])));

    assertThat(failed)
        .hasMessage(
            "The connection to the host pve01.example.org ended before it could make guest 9000.");
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
