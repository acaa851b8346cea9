package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.vma.VmaDrive;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineContentTest {
  private static final String TARGET = "/guests/100";

  @Test
  void aMachineWithoutDrivesIsNotRecognisedByThatThereIsNothingToLookAt() {
    assertThat(content("").obstacle(TARGET))
        .contains(
            "/guests/100 is what was copied, and has no drive: there is nothing by which more could be proven.");
  }

  /** A file system on them proves nothing of the machine. */
  @Test
  void whatEfiAndTpmKeepNeverCounts() {
    MachineContent alone = content("", known("efidisk0"), known("tpmstate0-backup"));
    MachineContent beside = content("", known("efidisk0"), unknown("scsi0"));

    assertThat(alone.obstacle(TARGET).orElseThrow())
        .contains("has no drive but what EFI and TPM keep");
    assertThat(beside.obstacle(TARGET).orElseThrow()).contains("and drive-scsi0, from which");
    assertThat(content("", unknown("efidisk0"), known("scsi0")).note()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boot: order=ide2;scsi1;net0",
        "boot: legacy=cdn,order=scsi1",
        "agent: 1\nboot: cdn\nbootdisk: scsi1",
        "boot: order=scsi1\n[old]\nboot: order=scsi0"
      })
  void theDriveThatItStartsFromHasToBeRecognised(String config) {
    assertThat(content(config, known("scsi0"), unknown("scsi1")).obstacle(TARGET))
        .contains(
            "Every drive of /guests/100 is what was copied, and drive-scsi1, from which it starts, begins as no disk does that is known: no partition table, no file system, no LVM.");
    assertThat(content(config, unknown("scsi0"), known("scsi1")).obstacle(TARGET)).isEmpty();
  }

  @Test
  void withoutAnOrderItIsTheFirstThatHoldsSomething() {
    assertThat(content("", empty("sata0"), known("scsi0")).obstacle(TARGET)).isEmpty();
    assertThat(content("boot: order=net0", unknown("sata0"), known("scsi0")).obstacle(TARGET))
        .isPresent();
    assertThat(content("", empty("sata0")).obstacle(TARGET).orElseThrow())
        .contains("and all from which it could start are empty");
    assertThat(content("boot: order=sata0", empty("sata0"), known("scsi0")).obstacle(TARGET))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boot: order=scsi0;scsi1\nscsi0: local-lvm:vm-100-disk-0,backup=0,size=32G",
        "boot: order=ide2;scsi0\nide2: none,media=cdrom\nscsi0: local-lvm:vm-100-disk-0,backup=0"
      })
  void aDriveThatItStartsFromAndThatIsInNoCopyIsNamed(String config) {
    assertThat(content(config, known("scsi1")).obstacle(TARGET).orElseThrow())
        .contains("scsi0, from which it starts, is not among them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boot: order=ide2;scsi1\nide2: local:iso/rescue.iso,media=cdrom,size=300M",
        "boot: order=ide2;scsi1\nide2: none,media=cdrom",
        "boot: order=scsi0;scsi1\nscsi0: local-lvm:vm-100-disk-0",
        "boot: order=net0;scsi1\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0"
      })
  void discsNetworksAndEmptyDrivesBeforeItArePassedOver(String config) {
    assertThat(content(config, empty("scsi0"), known("scsi1")).obstacle(TARGET)).isEmpty();
    assertThat(content(config, empty("scsi0"), unknown("scsi1")).obstacle(TARGET)).isPresent();
  }

  @Test
  void namesTheOthersThatHoldSomethingThatIsNotRecognised() {
    MachineContent content =
        content("", known("scsi0"), unknown("scsi1"), empty("scsi2"), unknown("virtio0"));

    assertThat(content.obstacle(TARGET)).isEmpty();
    assertThat(content.note())
        .contains(
            "What these drives hold is what was copied, and is not recognised: drive-scsi1, drive-virtio0.");
  }

  private static MachineContent content(String config, ContentProbe... drives) {
    return new MachineContent(List.of(drives), config);
  }

  private static ContentProbe known(String key) {
    return probe(key, "XFSB", 1);
  }

  private static ContentProbe unknown(String key) {
    return probe(key, "data", 1);
  }

  private static ContentProbe empty(String key) {
    return probe(key, "", 0);
  }

  private static ContentProbe probe(String key, String beginning, int stored) {
    VmaDrive drive = new VmaDrive(1, "drive-" + key, 65_536);
    ContentProbe probe = new ContentProbe(drive);
    byte[] cluster = Arrays.copyOf(beginning.getBytes(StandardCharsets.US_ASCII), 65_536);
    probe.take(0, cluster, cluster.length, stored);
    return probe;
  }
}
