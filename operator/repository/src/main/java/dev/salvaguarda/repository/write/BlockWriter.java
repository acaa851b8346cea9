package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.codec.Zstandard;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.tree.BlobIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Stores the blocks of a disk in whatever order they come. Which blob each of them became stands in
 * a file of the scratch directory, 32 bytes a block: what this needs of memory is the same for
 * every disk. For one thread.
 */
public final class BlockWriter implements AutoCloseable {
  private static final int ID_BYTES = 32;
  private static final int BATCH_BYTES = 1 << 20;

  private final StreamStorer storer;
  private final int blockBytes;
  private final int slabBytes;
  private final Path file;
  private final FileChannel ids;
  private final Pending<Integer> pending;
  private @Nullable BlobId zeros;

  /** Null once a worker has it. */
  private byte @Nullable [] slab;

  private long[] numbers;
  private int[] lengths;
  private int count;

  BlockWriter(StreamStorer storer, Path scratch, int blockBytes) {
    this.storer = storer;
    this.blockBytes = blockBytes;
    int batch = Math.max(1, BATCH_BYTES / blockBytes);
    this.slabBytes = batch * blockBytes;
    this.numbers = new long[batch];
    this.lengths = new int[batch];
    this.pending = new Pending<>(storer, _ -> {});
    try {
      this.file = Files.createTempFile(scratch, "blocks-", ".ids");
      this.ids =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw scratchFailed(e);
    }
  }

  /**
   * Takes a block. The last one to come for a number counts.
   *
   * @param number from 0, counted in blocks
   * @param content holds the block in its first bytes; may be used again at once
   * @param length of the block; less than the size of blocks only for the last one of the disk
   */
  public void put(long number, byte[] content, int length) {
    storer.state().check();
    // One writer of several must not wait for what the others hold.
    byte[] taken = slab != null ? slab : storer.slabs().force(slabBytes);
    slab = taken;
    System.arraycopy(content, 0, taken, count * blockBytes, length);
    numbers[count] = number;
    lengths[count] = length;
    count++;
    storer.progress().read(length);
    if (count == numbers.length) {
      handOver(taken);
    }
  }

  /** Takes a whole block of zeros, which is stored once. */
  public void putZeros(long number) {
    storer.state().check();
    if (zeros == null) {
      byte[] block = new byte[blockBytes];
      zeros = storer.blobs().store(BlobType.DATA, block, 0, blockBytes, Zstandard.FAST_LEVEL);
    }
    storer.progress().read(blockBytes);
    note(number, zeros);
  }

  /**
   * What some of the blocks became; waits for what is under way.
   *
   * @param first number of the first one
   * @param size how many, all of which have come
   */
  public BlobIds stored(long first, int size) {
    settle();
    ByteBuffer read = ByteBuffer.allocate(size * ID_BYTES);
    try {
      while (read.hasRemaining()) {
        if (ids.read(read, first * ID_BYTES + read.position()) < 0) {
          throw new IllegalStateException("a block was asked for that did not come");
        }
      }
    } catch (IOException e) {
      throw scratchFailed(e);
    }
    read.flip();
    BlobIds.Builder builder = new BlobIds.Builder();
    while (read.hasRemaining()) {
      builder.add(new BlobId(read.getLong(), read.getLong(), read.getLong(), read.getLong()));
    }
    return builder.build();
  }

  /** Ends what is under way and forgets which blobs the blocks became. */
  @Override
  public void close() {
    try {
      pending.drain(0);
    } finally {
      if (slab != null) {
        storer.slabs().give(slab);
        slab = null;
      }
      try {
        ids.close();
      } catch (IOException _) {
        // The scratch directory is cleared with the pod.
      }
    }
  }

  /** Has a full slab stored, by a worker if there is room to go on meanwhile. */
  private void handOver(byte[] full) {
    byte[] next = storer.slabs().tryTake(slabBytes);
    if (next == null) {
      storeAll(full, numbers, lengths, count);
    } else {
      long[] places = numbers;
      int[] sizes = lengths;
      int blocks = count;
      slab = next;
      numbers = new long[places.length];
      lengths = new int[sizes.length];
      pending.submit(() -> {
        try {
          return storeAll(full, places, sizes, blocks);
        } finally {
          storer.slabs().give(full);
        }
      });
    }
    count = 0;
    pending.drain(Integer.MAX_VALUE);
  }

  private void settle() {
    if (slab != null && count > 0) {
      storeAll(slab, numbers, lengths, count);
      count = 0;
    }
    pending.drain(0);
  }

  private int storeAll(byte[] from, long[] places, int[] sizes, int blocks) {
    for (int i = 0; i < blocks; i++) {
      note(
          places[i],
          storer
              .blobs()
              .store(BlobType.DATA, from, i * blockBytes, sizes[i], Zstandard.FAST_LEVEL));
    }
    return blocks;
  }

  private void note(long number, BlobId id) {
    ByteBuffer word = ByteBuffer.allocate(ID_BYTES);
    word.putLong(id.w0()).putLong(id.w1()).putLong(id.w2()).putLong(id.w3()).flip();
    try {
      while (word.hasRemaining()) {
        int written = ids.write(word, number * ID_BYTES + word.position());
        if (written <= 0) {
          throw new IOException("the scratch directory takes nothing");
        }
      }
    } catch (IOException e) {
      throw scratchFailed(e);
    }
  }

  private RepositoryException scratchFailed(IOException e) {
    RepositoryException failure =
        new RepositoryException(
            Reason.SCRATCH,
            "The list of a disk's blocks could not be kept in the scratch space.",
            e);
    storer.state().fail(failure);
    return failure;
  }
}
