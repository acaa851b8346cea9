package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.tree.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestConfigTest {
  private static final List<String> DRIVES = List.of("drive-efidisk0", "drive-scsi0");

  @Test
  void aMachineIsWholeWithItsConfigurationAndALineForEachDrive() throws SourceException {
    GuestConfig.require(
        "Guest 100 (mail) was not copied",
        List.of(
            config("qemu-server.fw", "[OPTIONS]"),
            config(
                "qemu-server.conf",
                """
                name: mail
                #qmdump#map:efidisk0:drive-efidisk0:local-lvm:raw:
                #qmdump#map:scsi0:drive-scsi0::raw:
                """)),
        DRIVES);
  }

  @Test
  void anArchiveWithoutConfigurationIsIncomplete() {
    assertThat(refusal(List.of(config("qemu-server.fw", ""))))
        .isEqualTo(
            new Failure(
                FailureReason.DUMP_INCOMPLETE,
                "Guest 100 (mail) was not copied: its archive has no qemu-server.conf, so Proxmox would make no guest of it."));
  }

  @Test
  void aDriveWithoutALineIsNamed() {
    for (String line :
        List.of(
            "",
            "#qmdump#map:scsi0:drive-scsi1:local-lvm:raw:",
            "# #qmdump#map:scsi0:drive-scsi0:local-lvm:raw:",
            "#qmdump#map:scsi0:drive-scsi0:local-lvm")) {
      assertThat(
              refusal(
                  List.of(
                      config(
                          "qemu-server.conf",
                          "#qmdump#map:efidisk0:drive-efidisk0:local-lvm:raw:\n" + line))))
          .as(line)
          .isEqualTo(
              new Failure(
                  FailureReason.DUMP_INCOMPLETE,
                  "Guest 100 (mail) was not copied: the qemu-server.conf of its archive does not say what drive-scsi0 was, so Proxmox would make no machine of it."));
    }
  }

  private static Failure refusal(List<VmaConfig> configs) {
    return catchThrowableOfType(
            SourceException.class,
            () -> GuestConfig.require("Guest 100 (mail) was not copied", configs, DRIVES))
        .failure();
  }

  private static VmaConfig config(String name, String text) {
    return new VmaConfig(name, ByteString.of(text));
  }
}
