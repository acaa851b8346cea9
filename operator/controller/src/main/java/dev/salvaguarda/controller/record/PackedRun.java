package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.RunPhase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that ended, as it stands among others in one block of bytes: what is looked up, and the
 * rest packed.
 *
 * @param name its own
 * @param endedAt to the millisecond; null if nobody wrote it down
 * @param packed all of it, beside the pattern of its policy
 */
record PackedRun(String name, RunPhase phase, @Nullable Instant endedAt, ByteBuffer packed) {
  private static final List<RunPhase> PHASES = List.of(RunPhase.values());
  private static final int FIXED = 2 * Byte.BYTES + Long.BYTES + Integer.BYTES;

  /** The block that holds these, in their order. */
  static byte[] block(List<PackedRun> runs) {
    int size = 0;
    for (PackedRun run : runs) {
      size += FIXED + run.name.length() + run.packed.remaining();
    }
    ByteBuffer block = ByteBuffer.allocate(size);
    runs.forEach(run -> run.write(block));
    return block.array();
  }

  /** Those of a block. */
  static List<PackedRun> in(byte[] block) {
    List<PackedRun> runs = new ArrayList<>();
    for (ByteBuffer rest = ByteBuffer.wrap(block); rest.hasRemaining(); ) {
      runs.add(read(rest));
    }
    return runs;
  }

  private void write(ByteBuffer block) {
    // Names of objects are ASCII, and shorter than 256.
    block.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
    block.put((byte) PHASES.indexOf(phase));
    block.putLong(endedAt == null ? Long.MIN_VALUE : endedAt.toEpochMilli());
    block.putInt(packed.remaining()).put(packed.duplicate());
  }

  private static PackedRun read(ByteBuffer block) {
    byte[] name = new byte[Byte.toUnsignedInt(block.get())];
    block.get(name);
    RunPhase phase = PHASES.get(block.get());
    long endedAt = block.getLong();
    int size = block.getInt();
    ByteBuffer packed = block.slice(block.position(), size);
    block.position(block.position() + size);
    return new PackedRun(
        new String(name, StandardCharsets.US_ASCII),
        phase,
        endedAt == Long.MIN_VALUE ? null : Instant.ofEpochMilli(endedAt),
        packed);
  }
}
