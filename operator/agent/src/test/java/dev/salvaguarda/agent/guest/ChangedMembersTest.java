package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedMembersTest {
  private final ChangedMembers changed = new ChangedMembers();

  @Test
  void filesThatTarCouldNotCopyAsTheyWereAreNamed() {
    List.of(
            "INFO: creating archive",
            "INFO: tar: ./var/log/syslog: File shrank by 123 bytes; padding with zeros",
            "INFO: tar: ./tmp/a: b: File removed before we read it",
            "INFO: tar: ./tmp/a: b: File removed before we read it",
            "INFO: Total bytes written: 1 (1B, 1B/s)")
        .forEach(changed::take);

    assertThat(changed.named())
        .containsExactly(
            "./var/log/syslog: File shrank by 123 bytes; padding with zeros",
            "./tmp/a: b: File removed before we read it");
    assertThat(changed.count()).isEqualTo(2);
  }

  @Test
  void allOfThemAreCountedThoughOnlyTheFirstAreNamed() {
    for (int i = 0; i < 5_000; i++) {
      changed.take("INFO: tar: ./srv/file-%d: file changed as we read it".formatted(i));
    }

    assertThat(changed.named()).hasSize(20).startsWith("./srv/file-0: file changed as we read it");
    assertThat(changed.count()).isEqualTo(5_000);
  }
}
