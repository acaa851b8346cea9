package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A list of any length that is sorted in a file of the scratch directory. In memory are some 8 MiB
 * of entries, or a single larger one, and while it is read 8 KiB and an entry for each 8 MiB of the
 * list. For one thread.
 */
public final class SortedSpill implements AutoCloseable {
  private static final int RUN_BYTES = 8 << 20;
  private static final int BUFFER = 8 << 10;

  /** What an entry takes beside its bytes. */
  private static final int OVERHEAD = 64;

  private final SessionState state;
  private final FileChannel file;
  private final List<Run> runs = new ArrayList<>();
  private final List<Entry> ahead = new ArrayList<>();
  private final int runBytes;
  private long aheadBytes;

  SortedSpill(Path scratch, SessionState state) {
    this(scratch, state, RUN_BYTES);
  }

  SortedSpill(Path scratch, SessionState state, int runBytes) {
    this.state = state;
    this.runBytes = runBytes;
    try {
      this.file =
          FileChannel.open(
              Files.createTempFile(scratch, "sorted-", ".list"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * An entry of the list.
   *
   * @param key by whose bytes, taken as unsigned, the list is sorted
   * @param value what it is the key of
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Entry(byte[] key, byte[] value) {}

  /** A sorted part of the list in the file. */
  private record Run(long begin, long end) {}

  /** Adds an entry, which must not be changed any more. */
  public void add(byte[] key, byte[] value) {
    state.check();
    ahead.add(new Entry(key, value));
    aheadBytes += (long) key.length + value.length + OVERHEAD;
    if (aheadBytes >= runBytes) {
      spill();
    }
  }

  /**
   * The entries in the order of their keys, those of the same key in the order in which they came.
   * May be asked for several times, and be read side by side, until something is added.
   */
  public Iterator<Entry> sorted() {
    spill();
    return new Merge();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // The scratch directory is cleared with the pod.
    }
  }

  private void spill() {
    if (ahead.isEmpty()) {
      return;
    }
    ahead.sort(Comparator.comparing(Entry::key, Arrays::compareUnsigned));
    try {
      long begin = file.size();
      file.position(begin);
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
      for (Entry entry : ahead) {
        out.writeInt(entry.key().length);
        out.writeInt(entry.value().length);
        out.write(entry.key());
        out.write(entry.value());
      }
      out.flush();
      runs.add(new Run(begin, file.position()));
    } catch (IOException e) {
      throw failed(e);
    }
    ahead.clear();
    aheadBytes = 0;
  }

  private RepositoryException failed(IOException e) {
    RepositoryException failure =
        new RepositoryException(
            Reason.SCRATCH, "A list could not be sorted in the scratch space.", e);
    state.fail(failure);
    return failure;
  }

  /** All runs as one. */
  private final class Merge implements Iterator<Entry> {
    private final PriorityQueue<RunReader> heads =
        new PriorityQueue<>(
            Comparator.comparing(RunReader::key, Arrays::compareUnsigned)
                .thenComparingInt(reader -> reader.number));

    Merge() {
      for (int number = 0; number < runs.size(); number++) {
        RunReader reader = new RunReader(number, runs.get(number));
        if (reader.advance()) {
          heads.add(reader);
        }
      }
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public Entry next() {
      state.check();
      RunReader first = heads.poll();
      if (first == null) {
        throw new NoSuchElementException();
      }
      Entry entry = first.current();
      if (first.advance()) {
        heads.add(first);
      }
      return entry;
    }
  }

  private final class RunReader {
    private final int number;
    private final DataInputStream in;
    private long left;
    private @Nullable Entry entry;

    RunReader(int number, Run run) {
      this.number = number;
      this.left = run.end() - run.begin();
      this.in = new DataInputStream(new BufferedInputStream(new Section(run.begin()), BUFFER));
    }

    byte[] key() {
      return current().key();
    }

    Entry current() {
      if (entry == null) {
        throw new NoSuchElementException();
      }
      return entry;
    }

    boolean advance() {
      if (left == 0) {
        entry = null;
        return false;
      }
      try {
        byte[] key = new byte[in.readInt()];
        byte[] value = new byte[in.readInt()];
        in.readFully(key);
        in.readFully(value);
        left -= 2L * Integer.BYTES + key.length + value.length;
        entry = new Entry(key, value);
        return true;
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  /** The file from a place on, whoever else reads or writes it. */
  private final class Section extends InputStream {
    private long at;

    Section(long at) {
      this.at = at;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = file.read(ByteBuffer.wrap(into, offset, length), at);
      at += Math.max(count, 0);
      return count;
    }
  }
}
