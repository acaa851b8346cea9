package dev.salvaguarda.agent.command;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A program's output, unpacked from the frames that its launcher sends: a letter, the length in
 * four bytes, the content. Ends where the launcher tells of the program's end, and where nothing
 * more comes, which are told apart by {@link #end()}.
 */
final class FrameStream extends InputStream {
  private static final int BUFFER = 1 << 16;
  private static final int LARGEST_OUTPUT = 1 << 20;
  private static final int LARGEST_TEXT = 1 << 12;
  private static final int END_BYTES = Long.BYTES + Integer.BYTES;
  private static final int KEPT_LINES = 20;

  private final DataInputStream frames;
  private final Deque<String> errors = new ArrayDeque<>();
  private ProgramEnd end = new ProgramEnd.Lost();
  private boolean ended;
  private int left;

  FrameStream(InputStream frames) {
    this.frames = new DataInputStream(new BufferedInputStream(frames, BUFFER));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (left == 0 && !ended) {
      ended = !nextFrame();
    }
    if (ended) {
      return -1;
    }
    int count = frames.read(buffer, offset, Math.min(length, left));
    ended = count < 0;
    left -= Math.max(0, count);
    return count;
  }

  /** What was heard of the program's end; of use once the stream was read to its own end. */
  ProgramEnd end() {
    return end;
  }

  /** The last lines of the program's standard error. */
  List<String> errorLines() {
    return List.copyOf(errors);
  }

  /** Whether there is more to come. */
  private boolean nextFrame() throws IOException {
    int kind = frames.read();
    if (kind < 0) {
      return false;
    }
    try {
      int length = frames.readInt();
      switch (kind) {
        case 'O' -> left = checked(length, 0, LARGEST_OUTPUT);
        case 'E' -> keep(text(length));
        case 'N' -> end = new ProgramEnd.NotStarted(text(length));
        case 'X' -> end = exited(checked(length, END_BYTES, LARGEST_TEXT));
        default -> throw new IOException("a frame of no known kind came from the launcher");
      }
    } catch (EOFException e) {
      return false;
    }
    return end instanceof ProgramEnd.Lost;
  }

  private ProgramEnd.Exited exited(int length) throws IOException {
    long size = frames.readLong();
    int status = frames.readInt();
    return new ProgramEnd.Exited(status, size, text(length - END_BYTES));
  }

  private void keep(String line) {
    errors.addLast(line);
    if (errors.size() > KEPT_LINES) {
      errors.removeFirst();
    }
  }

  private String text(int length) throws IOException {
    byte[] bytes = new byte[checked(length, 0, LARGEST_TEXT)];
    frames.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int checked(int length, int least, int most) throws IOException {
    if (length < least || length > most) {
      throw new IOException("a frame of a length that is not allowed came from the launcher");
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
