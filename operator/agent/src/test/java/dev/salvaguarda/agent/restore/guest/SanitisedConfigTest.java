package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.repository.tree.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SanitisedConfigTest {
  private static final String HINT = "#qmdump#map:scsi0:drive-scsi0:local-lvm:raw:\n";

  @Test
  void keepsWhatAGuestNeedsToStart() {
    assertThat(of("agent: 1\ncores: 2\nscsi0: local-lvm:vm-100-disk-0,size=32G\nserial0: socket\n"))
        .isEqualTo(
            "#Made by Salvaguarda to try a copy of /guests/100; it goes away by itself.\n"
                + "agent: 1\ncores: 2\nscsi0: local-lvm:vm-100-disk-0,size=32G\nserial0: socket\n"
                + "name: salvaguarda-test-9000\n"
                + HINT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hookscript: local:snippets/hook.pl",
        "args: -device vfio-pci",
        "hostpci0: 0000:01:00.0",
        "usb0: host=1-1",
        "virtiofs0: shared",
        "parallel0: /dev/parport0",
        "serial1: /dev/ttyS0",
        "onboot: 1",
        "startup: order=1",
        "protection: 1",
        "template: 1",
        "lock: backup",
        "freeze: 1",
        "watchdog: i6300esb",
        "hugepages: 1024",
        "name: mail",
        "tags: production",
        "#A description",
        "unused0: local-lvm:vm-100-disk-7",
        "ide2: local:iso/debian.iso,media=cdrom",
        "scsi1: /dev/disk/by-id/ata-1,backup=0",
        "scsi2: local-lvm:vm-100-disk-2,backup=0",
        "nobody-knows-this-word: 1",
        "word_of_tomorrow: 1"
      })
  void leavesOutWhatCouldTouchTheHostOrTheSource(String line) {
    assertThat(of(line + "\ncores: 2\n")).doesNotContain(line).contains("\ncores: 2\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "net0: virtio=BC:24:11:00:00:01,bridge=vmbr0",
        "net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,link_down=0",
        "net0: virtio=BC:24:11:00:00:01,link_down=1,bridge=vmbr0"
      })
  void takesEachLinkDownOnce(String line) {
    assertThat(of(line + "\nnet1: e1000,bridge=vmbr1\n"))
        .contains("net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,link_down=1\n")
        .contains("net1: e1000,bridge=vmbr1,link_down=1\n");
  }

  @Test
  void leavesOutSnapshotsAndWhatIsPending() {
    assertThat(of("cores: 2\n[before]\nmemory: 4096\n"))
        .doesNotContain("memory")
        .doesNotContain("[")
        .endsWith(HINT);
  }

  @Test
  void keepsNoOtherFile() {
    VmaConfig config = new VmaConfig(SanitisedConfig.FILE, ByteString.of("cores: 2\n"));
    VmaConfig firewall = new VmaConfig("qemu-server.fw", ByteString.of("[OPTIONS]\n"));

    assertThat(SanitisedConfig.of(List.of(config, firewall), 9000, "/guests/100"))
        .extracting(VmaConfig::name)
        .containsExactly(SanitisedConfig.FILE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent: 1", "agent: enabled=1", "agent: 1,fstrim_cloned_disks=1"})
  void seesThatAGuestHasAnAgent(String line) {
    assertThat(hasAgent(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent: 0", "agent: enabled=0,type=virtio", "cores: 1"})
  void seesThatAGuestHasNone(String line) {
    assertThat(hasAgent(line)).isFalse();
  }

  private static boolean hasAgent(String line) {
    return SanitisedConfig.hasAgent(
        List.of(new VmaConfig(SanitisedConfig.FILE, ByteString.of(line + "\n"))));
  }

  private static String of(String config) {
    return SanitisedConfig.of(config + HINT, 9000, "/guests/100");
  }
}
