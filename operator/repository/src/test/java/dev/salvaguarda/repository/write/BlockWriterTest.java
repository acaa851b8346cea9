package dev.salvaguarda.repository.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.fixture.TestRepository;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.BlobIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockWriterTest {
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 3000;

  @TempDir Path directory;
  private TestRepository place;

  @BeforeEach
  void makeRepository() {
    place = TestRepository.inMemory(directory);
    place.create();
  }

  @Test
  void theBlocksOfADiskAreItsContentWhateverOrderTheyCameIn() throws IOException {
    byte[] disk = disk(1);
    try (BackupSession session = session();
        BlockWriter blocks = session.newBlocks(BLOCK)) {
      put(disk, blocks, new Random(2));

      BlobIds stored = blocks.stored(0, BLOCKS);

      assertThat(stored).containsExactlyElementsOf(idsOf(disk));
      assertThat(blocks.stored(7, 5)).containsExactlyElementsOf(idsOf(disk).subList(7, 12));
    }
  }

  @Test
  void anotherOrderAndADayLaterOnlyWhatChangedIsStored() throws IOException {
    byte[] disk = disk(3);
    try (BackupSession session = session();
        BlockWriter first = session.newBlocks(BLOCK);
        BlockWriter second = session.newBlocks(BLOCK)) {
      put(disk, first, new Random(4));
      assertThat(first.stored(0, BLOCKS)).hasSize(BLOCKS);
      long before = session.progress().counts().blobsNew();
      assertThat(before).isEqualTo(1 + BLOCKS - BLOCKS / 3);
      disk[5 * BLOCK] ^= 1;
      put(disk, second, new Random(5));

      assertThat(second.stored(0, BLOCKS)).containsExactlyElementsOf(idsOf(disk));
      assertThat(session.progress().counts().blobsNew() - before).isOne();
    }
  }

  @Test
  void whatDidNotComeCanNotBeAskedFor() throws IOException {
    try (BackupSession session = session();
        BlockWriter blocks = session.newBlocks(BLOCK)) {
      blocks.put(0, new byte[BLOCK], BLOCK);

      assertThatThrownBy(() -> blocks.stored(0, 2)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void nothingIsLeftInTheScratchDirectory() throws IOException {
    try (BackupSession session = session();
        BlockWriter blocks = session.newBlocks(BLOCK)) {
      put(disk(6), blocks, new Random(7));
    }
    try (Stream<Path> left = Files.list(place.options().scratch())) {
      assertThat(left).isEmpty();
    }
  }

  private BackupSession session() {
    return BackupSession.open(place.open(place.store()), place.options());
  }

  /** A third of it is zeros, and its last block is shorter. */
  private static byte[] disk(long seed) {
    Random random = new Random(seed);
    byte[] disk = new byte[BLOCK * BLOCKS - 1000];
    random.nextBytes(disk);
    for (int block = 0; block < BLOCKS - 1; block += 3) {
      Arrays.fill(disk, block * BLOCK, (block + 1) * BLOCK, (byte) 0);
    }
    return disk;
  }

  private static void put(byte[] disk, BlockWriter blocks, Random order) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, BLOCKS).boxed().toList());
    Collections.shuffle(numbers, order);
    byte[] block = new byte[BLOCK];
    for (int number : numbers) {
      int length = Math.min(BLOCK, disk.length - number * BLOCK);
      System.arraycopy(disk, number * BLOCK, block, 0, length);
      if (number % 3 == 0) {
        blocks.putZeros(number);
      } else {
        blocks.put(number, block, length);
      }
    }
  }

  private static List<BlobId> idsOf(byte[] disk) {
    return IntStream.range(0, BLOCKS)
        .mapToObj(number ->
            BlobId.ofContent(disk, number * BLOCK, Math.min(BLOCK, disk.length - number * BLOCK)))
        .toList();
  }
}
