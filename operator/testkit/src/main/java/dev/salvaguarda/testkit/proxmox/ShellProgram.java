package dev.salvaguarda.testkit.proxmox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** A program on a node, from its start to its exit status. */
final class ShellProgram implements Command {
  private static final int FAILED = 255;

  private final ChannelSession channel;
  private final String command;
  private final ForcedCommand forced;
  private final IntConsumer taken;
  private @Nullable InputStream input;
  private @Nullable OutputStream output;
  private @Nullable OutputStream errors;
  private @Nullable ExitCallback exit;
  private @Nullable Thread thread;

  /**
   * Has not begun.
   *
   * @param taken told of the bytes that it takes from its standard input
   */
  ShellProgram(ChannelSession channel, String command, ForcedCommand forced, IntConsumer taken) {
    this.taken = taken;
    this.channel = channel;
    this.command = command;
    this.forced = forced;
  }

  @Override
  public void setInputStream(InputStream stream) {
    input =
        new FilterInputStream(stream) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            taken.accept(Math.max(0, count));
            return count;
          }
        };
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    output = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    errors = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession session, Environment environment) {
    thread = Thread.ofVirtual().name("proxmox-shell").start(this::run);
  }

  @Override
  public void destroy(ChannelSession session) {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void run() {
    int status = FAILED;
    try (OutputStream out = Objects.requireNonNull(output);
        OutputStream err = Objects.requireNonNull(errors)) {
      status = forced.run(command, Objects.requireNonNull(input), out, err);
      out.flush();
      err.flush();
    } catch (PlannedEnd e) {
      channel.getSession().close(true);
      return;
    } catch (IOException e) {
      // Who asked is gone.
    }
    Objects.requireNonNull(exit).onExit(status);
  }
}
