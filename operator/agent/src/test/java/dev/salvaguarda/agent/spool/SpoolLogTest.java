package dev.salvaguarda.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpoolLogTest {
  private final List<String> lines = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  @Test
  void tellsEachLineOnceAndWhole() throws Exception {
    SpoolLog log = log();
    lines.add("no content");
    log.read(this::page, false);
    lines.set(0, "INFO: one");
    lines.add("INFO: tw");
    log.read(this::page, false);
    lines.set(1, "INFO: two");
    log.read(this::page, false);
    lines.add("TASK OK");
    log.read(this::page, true);

    assertThat(told).containsExactly("INFO: one", "INFO: two", "TASK OK");
    assertThat(log.lines()).isEqualTo(told);
  }

  @Test
  void takesALogThatIsEmptyForNothingSaid() throws Exception {
    SpoolLog log = log();
    lines.add("no content");
    log.read(this::page, true);

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void findsTheArchiveInAnyPageAndKeepsNoMoreThanAPersonReads() throws Exception {
    SpoolLog log = log();
    lines.addAll(Collections.nCopies(1234, "WARN: again"));
    lines.add("INFO: creating vzdump archive '/s/dump/vzdump-lxc-101-2026_11_28-01_00_03.tar'");
    lines.addAll(Collections.nCopies(1234, "WARN: again"));
    log.read(this::page, true);

    assertThat(told).hasSize(2469);
    assertThat(log.archive()).contains("vzdump-lxc-101-2026_11_28-01_00_03.tar");
    assertThat(log.lines()).hasSizeLessThan(300);
  }

  private List<String> page(int start, int most) {
    return List.copyOf(
        lines.subList(Math.min(start, lines.size()), Math.min(lines.size(), start + most)));
  }

  private SpoolLog log() {
    SpoolLog log =
        new SpoolLog(
            new Guest(
                101,
                GuestKind.LXC,
                "desk",
                "pve01",
                true,
                false,
                Optional.empty(),
                Set.of(),
                Optional.empty()));
    log.watch(told::add);
    return log;
  }
}
