package dev.salvaguarda.agent.adapter.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class DriveSizesTest {
  @Test
  void countsTheDrivesThatAreCopied() throws Exception {
    assertThat(
            bytes(
                """
                {"scsi0": "local-lvm:vm-100-disk-0,iothread=1,size=32G", "scsihw": "virtio-scsi,size=1T",
                 "efidisk0": "local-lvm:vm-100-disk-1,size=528K", "ide2": "none,media=cdrom,size=1G",
                 "scsi1": "local-lvm:vm-100-disk-2,backup=0,size=1T", "unused0": "local-lvm:x,size=1T",
                 "cores": 2, "virtio3": "nfs:100/vm.qcow2,size=4096"}
                """))
        .isEqualTo((32L << 30) + (528 << 10) + 4096);
  }

  @Test
  void countsMountPointsOfContainersOnlyIfTheyAreCopied() throws Exception {
    assertThat(
            bytes(
                """
                {"rootfs": "local-lvm:vm-101-disk-0,size=8G", "mp0": "local-lvm:a,mp=/a,backup=1,size=1M",
                 "mp1": "local-lvm:b,mp=/b,size=1T"}
                """))
        .isEqualTo((8L << 30) + (1 << 20));
  }

  private static long bytes(String config) throws Exception {
    return DriveSizes.of(new ObjectMapper().readTree(config));
  }
}
