package dev.salvaguarda.agent.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The two pipes that lead to the launcher in the source's container. The launcher lets its program
 * run for as long as {@code down} is open; what the program writes comes in {@code up}.
 */
final class LauncherLink implements AutoCloseable {
  private static final int BEGIN = 'G';

  private final OutputStream down;
  private final InputStream up;
  private final FrameStream output;

  private LauncherLink(OutputStream down, InputStream up) {
    this.down = down;
    this.up = up;
    this.output = new FrameStream(up);
  }

  /**
   * Waits for the launcher, which opens the pipes in the same order.
   *
   * @param exchange directory of the pipes
   * @throws TimeoutException if it does not come
   * @throws IOException if there are no pipes
   */
  static LauncherLink connect(Path exchange, Duration patience)
      throws IOException, TimeoutException, InterruptedException {
    CompletableFuture<LauncherLink> link = new CompletableFuture<>();
    // To open a pipe waits for the other end, and nothing interrupts that.
    Thread.ofPlatform().daemon().name("launcher-link").start(() -> open(exchange, link));
    try {
      return link.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the pipes can't be opened", e.getCause());
    } finally {
      if (link.cancel(false)) {
        letGo(exchange);
      }
    }
  }

  private static void open(Path exchange, CompletableFuture<LauncherLink> opened) {
    try {
      OutputStream down = Files.newOutputStream(exchange.resolve("down"), StandardOpenOption.WRITE);
      LauncherLink link = new LauncherLink(down, Files.newInputStream(exchange.resolve("up")));
      if (!opened.complete(link)) {
        link.close();
      }
    } catch (IOException e) {
      opened.completeExceptionally(e);
    }
  }

  /** Whoever waits for the other end of a pipe meets this one instead. */
  private static void letGo(Path exchange) throws IOException {
    for (String pipe : new String[] {"down", "up"}) {
      FileChannel.open(exchange.resolve(pipe), StandardOpenOption.READ, StandardOpenOption.WRITE)
          .close();
    }
  }

  /** Lets the program start; returns what it writes. */
  FrameStream begin() throws IOException {
    down.write(BEGIN);
    down.flush();
    return output;
  }

  /** Has the program stopped, from any thread. Its output ends soon. */
  void stop() {
    try {
      down.close();
    } catch (IOException e) {
      // The launcher is gone, and its program with it.
    }
  }

  @Override
  public void close() {
    stop();
    try {
      up.close();
    } catch (IOException e) {
      // Nothing more is wanted of it.
    }
  }
}
