package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.repository.tree.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveredConfigTest {
  private static final String HINT = "#qmdump#map:scsi0:drive-scsi0:local-lvm:raw:\n";
  private static final SandboxMark MARK = new SandboxMark("0a", Instant.ofEpochSecond(17));
  private static final String TAGS = "salvaguarda-restored;sv-0a-17";

  @Test
  void aGuestIsAsItWas() {
    String config =
        """
        #The mail server
        agent: 1
        ciuser: admin
        ipconfig0: ip=dhcp
        name: mail
        net0: virtio=BC:24:11:00:00:01,bridge=vmbr0
        numa0: cpus=0
        scsi0: local-lvm:vm-100-disk-0,size=32G
        startup: order=1
        """;

    assertThat(of(config, false).leftOut()).isEmpty();
    assertThat(text(of(config, false))).isEqualTo(config + "tags: " + TAGS + "\n" + HINT);
  }

  @Test
  void itsLinksAreDownIfItIsToBeIsolated() {
    assertThat(text(of("net0: virtio,bridge=vmbr0,link_down=0\n", true)))
        .contains("net0: virtio,bridge=vmbr0,link_down=1\n");
  }

  @Test
  void itKeepsItsTagsButForThoseOfAnEarlierRestore() {
    assertThat(text(of("tags: nightly;salvaguarda-test;sv-ff-99;web\n", false)))
        .contains("tags: nightly;web;" + TAGS + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allow-ksm: 0",
        "amd-sev: type=snp",
        "args: -device vfio-pci",
        "cicustom: user=local:snippets/user.yaml",
        "hookscript: local:snippets/hook.pl",
        "hostpci0: 0000:01:00.0",
        "ide2: local:iso/debian.iso,media=cdrom",
        "onboot: 1",
        "protection: 1",
        "scsi1: local-lvm:vm-100-disk-1,backup=0",
        "serial1: /dev/ttyS0",
        "template: 1",
        "usb0: host=1-1",
        "virtiofs0: shared"
      })
  void whatTheGuardOfAHostRefusesIsLeftOutAndNamed(String line) {
    RecoveredConfig recovered = of(line + "\ncores: 2\n", false);

    assertThat(recovered.leftOut()).containsExactly(line.substring(0, line.indexOf(':')));
    assertThat(text(recovered)).doesNotContain(line).contains("cores: 2\n");
  }

  /** A later version of the host may write such; what it says may be a secret. */
  @Test
  void whatIsNoSettingIsLeftOutAndNamedByItsPlace() {
    RecoveredConfig recovered =
        of("cores: 2\n\nsecret = 1\nonboot: 1\n[snapshot]\ncores: 4\nargs: -x\n", false);

    assertThat(recovered.leftOut())
        .containsExactly(
            "line 3 of its configuration", "onboot", "all from line 5 of its configuration on");
    assertThat(text(recovered)).doesNotContain("secret", "cores: 4", "args");
  }

  @Test
  void theRulesOfItsFirewallComeBack() {
    VmaConfig config = new VmaConfig(SanitisedConfig.FILE, ByteString.of("cores: 2\n"));
    VmaConfig firewall = new VmaConfig("qemu-server.fw", ByteString.of("[OPTIONS]\n"));

    assertThat(RecoveredConfig.of(List.of(config, firewall), MARK, true).files())
        .contains(firewall);
  }

  private static RecoveredConfig of(String config, boolean isolated) {
    VmaConfig file = new VmaConfig(SanitisedConfig.FILE, ByteString.of(config + HINT));
    return RecoveredConfig.of(List.of(file), MARK, isolated);
  }

  private static String text(RecoveredConfig config) {
    return new String(config.files().getFirst().data().toByteArray(), StandardCharsets.UTF_8);
  }
}
