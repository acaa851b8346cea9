package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.vma.VmaDrive;
import dev.salvaguarda.testkit.proxmox.DriveImage;
import dev.salvaguarda.testkit.seed.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContentProbeTest {
  private static final int CLUSTER = 65536;
  private static final int MIB = 1 << 20;

  static List<Long> seeds() {
    return Seeds.of("ContentProbeTest", 50);
  }

  @Test
  void recognisesAGptAndWhatItsPartitionHolds() throws IOException {
    assertThat(probe(disk()).text()).isEqualTo("drive-scsi0: GPT with ext2, ext3 or ext4");
  }

  @Test
  void takesNoTableWhoseChecksumIsAnother() throws IOException {
    byte[] header = disk();
    header[512 + 72]++;
    byte[] entries = disk();
    entries[1024 + 33]++;

    assertThat(probe(header).hasRecognised()).isFalse();
    assertThat(probe(entries).hasRecognised()).isFalse();
  }

  /** A disk that was wiped and labelled anew holds nothing that starts. */
  @Test
  void takesNoTableWithoutPartitions() throws IOException {
    byte[] disk = disk();
    ByteBuffer numbers = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
    int entries = 128 * numbers.getInt(512 + 80);
    Arrays.fill(disk, 1024, 1024 + entries, (byte) 0);
    numbers.putInt(512 + 88, sum(disk, 1024, entries));
    numbers.putInt(512 + 16, 0);
    numbers.putInt(512 + 16, sum(disk, 512, 92));

    assertThat(probe(disk).hasRecognised()).isFalse();
  }

  private static int sum(byte[] content, int from, int length) {
    CRC32 sum = new CRC32();
    sum.update(content, from, length);
    return (int) sum.getValue();
  }

  @Test
  void saysOfAPartitionWithoutMarksThatItIsUnknown() throws IOException {
    byte[] disk = disk();
    Arrays.fill(disk, MIB, 2 * MIB, (byte) 0);

    assertThat(probe(disk).text()).isEqualTo("drive-scsi0: GPT with unknown");
    assertThat(probe(disk).hasRecognised()).isTrue();
  }

  @Test
  void recognisesAnMbrWithPartitionsThatBeginWithinAndAcrossClusters() {
    byte[] disk = new byte[4 * MIB];
    ByteBuffer numbers = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
    partition(numbers, 0, 63);
    partition(numbers, 1, 254);
    put(disk, 63 * 512, "XFSB");
    put(disk, 254 * 512 + 4086, "SWAPSPACE2");

    assertThat(probe(disk).text()).isEqualTo("drive-scsi0: MBR with XFS, swap");
  }

  @Test
  void takesNoMbrThatPointsBehindItsDrive() {
    byte[] disk = new byte[MIB];
    partition(ByteBuffer.wrap(disk), 0, Integer.MAX_VALUE);

    assertThat(probe(disk).hasRecognised()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 'NTFS    ', NTFS",
    "3, -FVE-FS-, BitLocker",
    "82, 'FAT32   ', FAT",
    "0, XFSB, XFS",
    "512, LABELONE, LVM",
    "4086, SWAPSPACE2, swap"
  })
  void recognisesADriveThatIsNotDivided(int at, String mark, String text) {
    byte[] disk = new byte[MIB];
    put(disk, at, mark);

    assertThat(probe(disk).text()).isEqualTo("drive-scsi0: " + text);
  }

  @Test
  void knowsNothingOfADriveOfZerosOrOfLessThanASector() {
    assertThat(probe(new byte[MIB]).text()).isEqualTo("drive-scsi0: nothing that is known");
    assertThat(probe(new byte[100]).hasRecognised()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsWhateverStandsInADrive(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] disk = disk();
    for (int i = 1 + random.nextInt(20); i > 0; i--) {
      disk[random.nextInt(2 * CLUSTER)] = (byte) random.nextInt();
    }
    byte[] cut = Arrays.copyOf(disk, 1 + random.nextInt(disk.length));

    assertThat(probe(cut).text()).startsWith("drive-scsi0: ");
  }

  private static byte[] disk() throws IOException {
    DriveImage image = new DriveImage("scsi0", 4 * MIB, 7, 60, 0, 1);
    return image.on(1).stream().readAllBytes();
  }

  private static void partition(ByteBuffer disk, int entry, int firstSector) {
    disk.order(ByteOrder.LITTLE_ENDIAN).putShort(510, (short) 0xAA55);
    disk.put(446 + entry * 16 + 4, (byte) 0x83).putInt(446 + entry * 16 + 8, firstSector);
  }

  private static void put(byte[] disk, int at, String mark) {
    byte[] bytes = mark.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, disk, at, bytes.length);
  }

  /** As an archive hands it out. */
  private static ContentProbe probe(byte[] disk) {
    VmaDrive drive = new VmaDrive(1, "drive-scsi0", disk.length);
    ContentProbe probe = new ContentProbe(drive);
    for (int number = 0; number < drive.clusters(); number++) {
      int at = number * CLUSTER;
      probe.take(number, Arrays.copyOfRange(disk, at, at + CLUSTER), drive.length(number), 16);
    }
    return probe;
  }
}
