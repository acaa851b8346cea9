package dev.salvaguarda.agent.adapter.ssh;

import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ErrorText;
import dev.salvaguarda.agent.program.ProgramExit;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;
import org.jspecify.annotations.Nullable;

/**
 * A program behind an SSH connection of its own. Its standard error is collected by a thread: what
 * nobody reads there would hold its standard output, too.
 */
final class RemoteProgram implements RunningProgram {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int BEHIND_SIGNALS = 128;
  private static final int OTHER_SIGNAL = 255;

  /** By their names in SSH; the numbers are the same on every Linux. */
  private static final Map<String, Integer> SIGNALS =
      Map.of("HUP", 1, "INT", 2, "ABRT", 6, "KILL", 9, "SEGV", 11, "PIPE", 13, "TERM", 15);

  private final SshConnection connection;
  private final ChannelExec channel;
  private final ErrorText errors = new ErrorText(List.of());
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread errorReader;
  private final InputStream output;

  /** Takes over a connection whose channel is open. */
  RemoteProgram(SshConnection connection, ChannelExec channel) {
    this.connection = connection;
    this.channel = channel;
    // The library moves all that it holds whenever a packet's worth was read, so it is read whole.
    // Its window is filled again meanwhile: twice as much is read ahead.
    this.output = new BufferedInputStream(channel.getInvertedOut(), SshConnection.WINDOW);
    channel.addCloseFutureListener(_ -> ended.countDown());
    this.errorReader =
        Thread.ofPlatform()
            .daemon()
            .name("stderr-by-ssh")
            .start(() -> errors.readAll(channel.getInvertedErr()));
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public OutputStream input() {
    return channel.getInvertedIn();
  }

  @Override
  public void watchErrors(Consumer<String> told) {
    errors.watch(told);
  }

  @Override
  public ProgramExit await() throws InterruptedException {
    // The channel's own way to wait is deaf to interrupts.
    ended.await();
    errorReader.join(PATIENCE);
    return new ProgramExit(status(), errors.lines());
  }

  private int status() {
    @Nullable Integer status = channel.getExitStatus();
    if (status != null) {
      return status;
    }
    @Nullable String signal = channel.getExitSignal();
    if (signal != null) {
      @Nullable Integer number = SIGNALS.get(signal);
      return number == null ? OTHER_SIGNAL : BEHIND_SIGNALS + number;
    }
    return ProgramExit.UNKNOWN;
  }

  @Override
  public boolean isAlive() {
    return channel.isOpen() && channel.getExitStatus() == null;
  }

  /** SSH servers do not pass signals to forced commands; a program ends when its pipe breaks. */
  @Override
  public void stop() {
    connection.close();
  }

  @Override
  public void close() {
    connection.close();
  }
}
