package dev.salvaguarda.agent.vma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.testkit.seed.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmaReaderTest {
  private static final int FIXED_SEEDS = 20;

  /** Of more than three extents of seven clusters. */
  private static final SampleGuest GUEST =
      LongStream.iterate(1, seed -> seed + 1)
          .mapToObj(seed -> SampleGuest.of(new Random(seed)))
          .filter(guest -> guest.inOrder().size() > 21)
          .findFirst()
          .orElseThrow();

  static List<Damages.Damage> damages() {
    return Damages.all();
  }

  static List<Long> seeds() {
    return Seeds.of("VmaReaderTest", FIXED_SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsEveryClusterInWhateverOrderItComes(long seed) throws IOException {
    Random random = new Random(seed);
    SampleGuest guest = SampleGuest.of(random);

    byte[] archive = guest.archive(guest.inAnyOrder(random), 1 + random.nextInt(59));

    VmaReader reader = VmaReader.open(new ByteArrayInputStream(archive), limits());
    assertThat(reader.header()).isEqualTo(guest.header());
    assertSame(Collected.from(archive), guest.drives());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void writesTheBytesOfTheReferenceWriter(long seed) throws IOException {
    SampleGuest guest = SampleGuest.of(new Random(seed));

    assertThat(guest.written()).isEqualTo(guest.archive(guest.inOrder(), 58));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void refusesWhatIsDamagedAndNamesIt(Damages.Damage damage) {
    byte[] whole = GUEST.archive(GUEST.inOrder(), 7);

    assertThatExceptionOfType(VmaException.class)
        .isThrownBy(() -> Collected.from(damage.done().apply(whole)))
        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(damage.fault()))
        .withMessageMatching("[A-Z].*\\.");
  }

  /** What the format's own checks accept, so that only what we stored ourselves can tell. */
  @ParameterizedTest
  @ValueSource(strings = {"vma.json", "drive-scsi0"})
  void noFileOfAnArchiveIsCalledAsADriveOrAsWhatIsStoredBesideIt(String name) {
    VmaDrive drive = new VmaDrive(1, "drive-scsi0", 4096);
    SampleGuest guest =
        new SampleGuest(
            new UUID(1, 2),
            List.of(new VmaConfig(name, ByteString.of("memory: 512"))),
            Map.of(drive, new byte[4096]));
    byte[] archive = guest.archive(guest.inOrder(), 58);

    assertThatThrownBy(() -> VmaReader.open(new ByteArrayInputStream(archive), limits()))
        .hasMessageContaining("it has %s twice".formatted(name));
  }

  @Test
  void aBitOfPayloadHasNoChecksumInAnArchive() throws IOException {
    byte[] archive = GUEST.archive(GUEST.inOrder(), 58);
    archive[archive.length - 600] ^= 1;

    assertThat(Collected.from(archive)).hasSameSizeAs(GUEST.drives());
  }

  @Test
  void refusesAnArchiveLargerThanAllowedBeforeItsFirstCluster() {
    byte[] archive = GUEST.archive(GUEST.inOrder(), 58);
    long size = GUEST.header().size();

    assertThatExceptionOfType(VmaException.class)
        .isThrownBy(
            () -> VmaReader.open(new ByteArrayInputStream(archive), new VmaLimits(size, size - 1)))
        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(VmaFault.TOO_LARGE));
  }

  @Test
  void aConfigurationOfTheLargestSizeIsWrittenAndALargerOneIsRefused() throws IOException {
    VmaHeader header = GUEST.header();
    VmaConfig largest = new VmaConfig("qemu-server.conf", ByteString.of(new byte[65535]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new VmaWriter(out, new VmaHeader(header.uuid(), header.created(), List.of(largest), List.of()))
        .close();

    assertThat(
            VmaReader.open(new ByteArrayInputStream(out.toByteArray()), limits())
                .header()
                .config("qemu-server.conf"))
        .contains(largest);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() ->
            new VmaWriter(
                new ByteArrayOutputStream(),
                new VmaHeader(
                    header.uuid(),
                    header.created(),
                    List.of(new VmaConfig("qemu-server.conf", ByteString.of(new byte[65536]))),
                    List.of())));
  }

  private static VmaLimits limits() {
    return new VmaLimits(64L << 20, 128L << 20);
  }

  static void assertSame(Map<VmaDrive, byte[]> found, Map<VmaDrive, byte[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach((drive, content) -> assertThat(found.get(drive)).isEqualTo(content));
  }
}
