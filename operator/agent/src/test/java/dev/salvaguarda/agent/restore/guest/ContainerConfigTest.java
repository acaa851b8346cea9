package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerConfigTest {
  private static final SandboxMark MARK = new SandboxMark("0a", Instant.ofEpochSecond(17));
  private static final String WHOLE =
      """
      #The proxy
      arch: amd64
      cores: 2
      features: nesting=1
      hostname: proxy
      memory: 512
      nameserver: 192.0.2.53
      net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01
      onboot: 1
      ostype: debian
      rootfs: local-lvm:vm-101-disk-0,size=8G
      swap: 512
      tags: nightly;sv-ff-1
      unprivileged: 1

      [before]
      hookscript: local:snippets/hook.pl
      """;

  @Test
  void aContainerThatIsTriedHasOnlyWhatItNeedsAndNoLink() {
    assertThat(ContainerConfig.of(WHOLE).toTry(9000, "/guests/101"))
        .isEqualTo(
            """
            #Made by Salvaguarda to try a copy of /guests/101; it goes away by itself.
            arch: amd64
            cores: 2
            features: nesting=1
            memory: 512
            net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,link_down=1
            ostype: debian
            swap: 512
            hostname: salvaguarda-test-9000
            """);
  }

  @Test
  void aContainerThatComesBackIsAsItWas() {
    ContainerConfig.Staying back = ContainerConfig.of(WHOLE).toStay(MARK, false);

    assertThat(back.leftOut()).containsExactly("onboot");
    assertThat(back.text())
        .isEqualTo(
            """
            #The proxy
            arch: amd64
            cores: 2
            features: nesting=1
            hostname: proxy
            memory: 512
            nameserver: 192.0.2.53
            net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01
            ostype: debian
            swap: 512
            tags: nightly;salvaguarda-restored;sv-0a-17
            """);
    assertThat(ContainerConfig.of(WHOLE).toStay(MARK, true).text()).contains(",link_down=1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev0: /dev/ttyUSB0",
        "features: mount=nfs,nesting=1",
        "hookscript: local:snippets/hook.pl",
        "lxc.cgroup2.devices.allow: a",
        "lxc.net.0.type: phys",
        "lxc.mount.entry: /srv srv none bind 0 0",
        "mp0: /srv,mp=/srv",
        "protection: 1",
        "template: 1",
        "unused0: local-lvm:vm-100-disk-7"
      })
  void whatTakesSomethingOfTheHostIsLeftOutAndNamed(String line) {
    ContainerConfig config = ContainerConfig.of(line + "\ncores: 2\n");

    assertThat(config.toTry(9000, "/guests/101")).doesNotContain(line).contains("cores: 2");
    assertThat(config.toStay(MARK, false).text()).doesNotContain(line).contains("cores: 2");
    assertThat(config.toStay(MARK, false).leftOut())
        .containsExactly(line.substring(0, line.indexOf(':')));
  }

  @Test
  void whatIsNoSettingIsNamedByItsPlace() {
    assertThat(ContainerConfig.of("cores: 2\n\n what is this\n").toStay(MARK, false).leftOut())
        .containsExactly("line 3 of its configuration");
  }

  /** All that is in the copy goes into one file system. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rootfs: zfs:subvol-101-disk-0,size=8G              | 8",
        "rootfs: zfs:subvol-101-disk-0,size=8500M           | 9",
        "rootfs: a:vm-101-disk-0,size=8G;mp0: a:vm-101-disk-1,mp=/srv,backup=1,size=2T | 2056",
        "rootfs: a:vm-101-disk-0,size=8G;mp0: a:vm-101-disk-1,mp=/srv,size=2T | 8",
        "rootfs: local:101/vm-101-disk-0.raw                | 5",
        "rootfs: zfs:subvol-101-disk-0,size=3G              | 5",
        "cores: 2                                           | 5"
      })
  void itsFileSystemHasRoomForAllThatWasCopied(String lines, int gib) {
    assertThat(ContainerConfig.of(lines.replace(';', '\n')).rootGib(4L << 30)).isEqualTo(gib);
  }
}
