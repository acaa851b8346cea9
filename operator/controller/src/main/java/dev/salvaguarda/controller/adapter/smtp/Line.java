package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.EmailLogin;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that another thread can end whatever it is doing, even before there is one. */
final class Line {
  /**
   * Ten lines of the 512 octets that RFC 5321 allows, for each of fifty recipients; a server that
   * goes on and on is not heard.
   */
  private static final int MOST_BYTES = 1 << 18;

  private static final long IDLE = -1;

  private boolean ended;
  private @Nullable Socket socket;
  private long writingSince = IDLE;

  /** Connects to the first address of a name that answers; its name stays that which was asked. */
  Socket open(EmailLogin login) throws IOException {
    IOException last = null;
    for (InetAddress address : InetAddress.getAllByName(login.host())) {
      Socket next = adopt(new WatchedSocket());
      try {
        // With the name in it nobody asks a name server which name the address has.
        InetAddress named = InetAddress.getByAddress(login.host(), address.getAddress());
        next.connect(
            new InetSocketAddress(named, login.port()), millis(login.timeouts().connect()));
        next.setSoTimeout(millis(login.timeouts().read()));
        return next;
      } catch (IOException e) {
        next.close();
        last = e;
      }
    }
    throw last == null ? new SocketException("no address") : last;
  }

  /** Ends what goes on, and whatever would begin later. */
  synchronized void end() {
    ended = true;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // Nobody can use it any more.
      }
    }
  }

  /** How long a write has been standing still; nothing while none is under way. */
  synchronized Duration writing() {
    return writingSince == IDLE
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, System.nanoTime() - writingSince));
  }

  private synchronized Socket adopt(Socket next) throws SocketException {
    if (ended) {
      throw new SocketException("ended");
    }
    socket = next;
    return next;
  }

  private synchronized void setWriting(boolean writing) {
    writingSince = writing ? Math.max(0, System.nanoTime()) : IDLE;
  }

  private static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
  }

  private final class WatchedSocket extends Socket {
    private int heard;

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int next = super.read();
          count(next < 0 ? 0 : 1);
          return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          int bytes = super.read(buffer, offset, length);
          count(Math.max(0, bytes));
          return bytes;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
          setWriting(true);
          try {
            out.write(buffer, offset, length);
          } finally {
            setWriting(false);
          }
        }
      };
    }

    private void count(int bytes) throws IOException {
      heard += bytes;
      if (heard > MOST_BYTES) {
        throw new SocketException("the server does not stop talking");
      }
    }
  }
}
