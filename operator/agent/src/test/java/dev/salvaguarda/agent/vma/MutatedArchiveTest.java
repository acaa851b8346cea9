package dev.salvaguarda.agent.vma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.seed.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that somebody changed, by accident or with checksums made right again. */
class MutatedArchiveTest {
  private static final int ARCHIVES = 25_000;
  private static final int FIXED_SEEDS = 3;
  private static final VmaLimits LIMITS = new VmaLimits(1L << 40, 1L << 41);

  static List<Long> seeds() {
    return Seeds.of("MutatedArchiveTest", FIXED_SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isEitherRefusedInWordsOrWholeByItsOwnAccount(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] archive = new byte[0];
    int refused = 0;
    for (int i = 0; i < ARCHIVES; i++) {
      if (i % 500 == 0) {
        SampleGuest guest = SampleGuest.of(random);
        archive = guest.archive(guest.inAnyOrder(random), 1 + random.nextInt(59));
      }
      if (!isWhole(mutated(archive, random))) {
        refused++;
      }
    }
    // Both were tried: a test in which all are refused would prove half.
    assertThat(refused).isBetween(ARCHIVES / 4, ARCHIVES - ARCHIVES / 20);
  }

  /** Fails if the archive is read to its end although something is missing or comes twice. */
  private static boolean isWhole(byte[] archive) throws IOException {
    Set<Long> seen = new HashSet<>();
    try {
      VmaReader reader = VmaReader.open(new ByteArrayInputStream(archive), LIMITS);
      reader.readAll((drive, number, content, length, stored) -> {
        assertThat(length).isBetween(1, 65536);
        assertThat(number * 65536 + length).isLessThanOrEqualTo(drive.size());
        assertThat(seen.add((long) drive.id() << 32 | number)).isTrue();
      });
      assertThat(seen)
          .hasSize(
              reader.header().drives().stream()
                  .mapToInt(drive -> (int) Math.ceilDiv(drive.size(), 65536L))
                  .sum());
      return true;
    } catch (VmaException e) {
      assertThat(e).hasMessageMatching("[A-Z].*\\.");
      return false;
    }
  }

  private static byte[] mutated(byte[] archive, Random random) {
    byte[] changed = archive.clone();
    int headerSize = ByteBuffer.wrap(archive).getInt(56);
    int at = random.nextInt(archive.length);
    switch (random.nextInt(7)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed = Arrays.copyOf(archive, at);
      case 2 -> {
        int to = random.nextInt(archive.length);
        int length = Math.min(random.nextInt(5000), archive.length - Math.max(at, to));
        System.arraycopy(archive, at, changed, to, length);
      }
      case 3 -> forgeHeader(changed, headerSize, random.nextInt(headerSize), random);
      case 4 -> forgeHeader(changed, headerSize, interesting(random), random);
      case 5 -> forgeExtent(changed, headerSize, random);
      default -> {
        int cut = random.nextInt(archive.length / 512) * 512;
        changed =
            ByteBuffer.allocate(archive.length + 512)
                .put(archive, 0, cut)
                .put(new byte[512])
                .put(archive, cut, archive.length - cut)
                .array();
      }
    }
    return changed;
  }

  private static int interesting(Random random) {
    List<Integer> places =
        List.of(48, 50, 52, 54, 56, 58, 2044, 2047, 3068, 3071, 4096 + 35, 4096 + 43, 4096 + 67);
    return places.get(random.nextInt(places.size()));
  }

  private static void forgeHeader(byte[] archive, int size, int at, Random random) {
    archive[at] = (byte) random.nextInt();
    SampleGuest.summed(archive, size, 32);
  }

  private static void forgeExtent(byte[] archive, int at, Random random) {
    int extent = at;
    int next = extent;
    while (next < archive.length) {
      extent = next;
      next += 512 + 4096 * ByteBuffer.wrap(archive).getShort(next + 6);
      if (random.nextInt(4) == 0) {
        break;
      }
    }
    byte[] head = Arrays.copyOfRange(archive, extent, extent + 512);
    head[4 + random.nextInt(508)] = (byte) random.nextInt();
    System.arraycopy(SampleGuest.summed(head, 512, 24), 0, archive, extent, 512);
  }
}
