package dev.salvaguarda.agent.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.seed.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that somebody changed, by accident or with checksums made right again. */
class MutatedTarTest {
  private static final int ARCHIVES = 30_000;
  private static final int FIXED_SEEDS = 3;
  private static final TarLimits LIMITS = new TarLimits(1 << 20, 1 << 22);

  static List<Long> seeds() {
    return Seeds.of("MutatedTarTest", FIXED_SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isEitherRefusedInWordsOrPutTogetherAgainByteForByte(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] archive = new byte[0];
    int refused = 0;
    for (int i = 0; i < ARCHIVES; i++) {
      if (i % 500 == 0) {
        archive = sample(random);
        assertThat(isWhole(archive)).isTrue();
      }
      if (!isWhole(mutated(archive, random))) {
        refused++;
      }
    }
    // Both were tried: a test in which all are refused would prove half.
    assertThat(refused).isBetween(ARCHIVES / 4, ARCHIVES - ARCHIVES / 20);
  }

  /** Fails if an archive is read to its end and another comes of what was read. */
  private static boolean isWhole(byte[] archive) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    Queue<byte[]> contents = new ArrayDeque<>();
    try {
      TarReader.of(new ByteArrayInputStream(archive), rest, LIMITS)
          .readAll((member, content) -> {
            byte[] bytes = content.readAllBytes();
            assertThat(bytes.length).isEqualTo((int) member.size());
            assertThat(member.path().text()).doesNotContain("/../");
            contents.add(bytes);
          });
    } catch (TarException e) {
      assertThat(e).hasMessageMatching("[A-Z].*\\.");
      return false;
    }
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    TarReader.ofRest(new ByteArrayInputStream(rest.toByteArray()), again, LIMITS)
        .readAll((member, _) -> {
          byte[] content = contents.remove();
          for (int piece = 0; piece < member.data().pieces(); piece++) {
            again.write(
                content, (int) member.data().offset(piece), (int) member.data().length(piece));
          }
        });
    assertThat(again.toByteArray()).isEqualTo(archive);
    return true;
  }

  private static byte[] sample(Random random) {
    SampleTar tar = new SampleTar().folder("./");
    int members = 2 + random.nextInt(6);
    for (int i = 0; i < members; i++) {
      byte[] content = new byte[random.nextInt(1500)];
      random.nextBytes(content);
      switch (random.nextInt(7)) {
        case 0 -> tar.folder("./d" + i + "/");
        case 1 -> tar.link('2', "./s" + i, "../elsewhere");
        case 2 -> tar.link('1', "./h" + i, "./f");
        case 3 ->
            tar.pax("path=./" + "n".repeat(120) + i, "mtime=17.5", "SCHILY.xattr.user.a=b")
                .file("./n" + i, content);
        case 4 ->
            tar.pax(
                    "GNU.sparse.major=1",
                    "GNU.sparse.minor=0",
                    "GNU.sparse.name=./sp" + i,
                    "GNU.sparse.realsize=5000")
                .file("./GNUSparseFile.7/sp" + i, sparse(content));
        case 5 ->
            tar.pax("GNU.sparse.size=5000", "GNU.sparse.map=9,%d,5000,0".formatted(content.length))
                .file("./so" + i, content);
        default -> tar.file("./f" + i, content);
      }
    }
    return tar.finish();
  }

  private static byte[] sparse(byte[] content) {
    byte[] map =
        "2\n100\n%d\n5000\n0\n".formatted(content.length).getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(map, 512 + content.length);
    System.arraycopy(content, 0, all, 512, content.length);
    return all;
  }

  private static byte[] mutated(byte[] archive, Random random) {
    byte[] changed = archive.clone();
    int at = random.nextInt(archive.length);
    int block = at / 512 * 512;
    switch (random.nextInt(6)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed = Arrays.copyOf(archive, at);
      case 2 -> {
        int to = random.nextInt(archive.length);
        int length = Math.min(random.nextInt(2000), archive.length - Math.max(at, to));
        System.arraycopy(archive, at, changed, to, length);
      }
      case 3 -> {
        byte[] forged = Arrays.copyOfRange(archive, block, block + 512);
        int place = random.nextInt(3) == 0 ? random.nextInt(512) : 100 + random.nextInt(60);
        forged[place] = (byte) random.nextInt();
        System.arraycopy(SampleTar.summed(forged), 0, changed, block, 512);
      }
      case 4 -> {
        // Digits of lengths, sizes and maps.
        for (int tried = 0; tried < 200 && !(changed[at] >= '0' && changed[at] <= '9'); tried++) {
          at = random.nextInt(archive.length);
        }
        changed[at] = (byte) ('0' + random.nextInt(10));
      }
      default -> {
        changed = new byte[archive.length + 512];
        System.arraycopy(archive, 0, changed, 0, block);
        int from = random.nextInt(archive.length / 512) * 512;
        System.arraycopy(archive, from, changed, block, 512);
        System.arraycopy(archive, block, changed, block + 512, archive.length - block);
      }
    }
    return changed;
  }
}
