package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.GuestKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramInGuestTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"exited\": 1, \"exitcode\": 0, \"out-data\": \"HTTP/1.1 200\\r\\n\\r\\n200\"} | 200",
        "{\"exited\": true, \"exitcode\": 0, \"out-data\": \" a b \\n\\n\"}          | a b",
        "{\"exited\": 1, \"exitcode\": 0, \"err-data\": \"x\"}                         | ''"
      })
  void theLastLineOfAMachinesProgramCounts(String told, String line) {
    assertThat(machine(told))
        .isEqualTo(new ProgramInGuest.Exited(0, line.equals("''") ? "" : line));
  }

  @Test
  void aProgramThatWasKilledHasNoStatus() {
    assertThat(machine("{\"exited\": 1, \"signal\": 9}"))
        .isEqualTo(
            new ProgramInGuest.NotRun(
                "It did not end by itself: it was killed or crashed in the guest.", true));
  }

  @Test
  void anAnswerThatWasCutIsNoAnswer() {
    assertThat(machine("{\"exited\": 1, \"exitcode\": 0, \"out-data\": \"aaa"))
        .isInstanceOf(ProgramInGuest.NotRun.class);
    assertThat(machine(""))
        .isEqualTo(new ProgramInGuest.NotRun("The host answered nothing.", true));
    assertThat(machine("{\"pid\": 812}")).isEqualTo(new ProgramInGuest.NotEnded(30));
  }

  /** Some versions of Proxmox take bytes for characters. */
  @ParameterizedTest
  @ValueSource(strings = {"é→", "Ã©â\u0086\u0092"})
  void whatAMachinesProgramWritesIsUnicode(String told) {
    assertThat(machine("{\"exited\": 1, \"exitcode\": 0, \"out-data\": \"%s\"}".formatted(told)))
        .isEqualTo(new ProgramInGuest.Exited(0, "é→"));
    assertThat(machine("{\"exited\": 1, \"exitcode\": 0, \"out-data\": \"é\"}"))
        .isEqualTo(new ProgramInGuest.Exited(0, "é"));
  }

  @Test
  void aContainersProgramEndsWithTheStatusThatItsShellTells() {
    assertThat(container(0, "one\ntwo \n\nSV-EXIT-0a 64\n"))
        .isEqualTo(new ProgramInGuest.Exited(64, "two"));
    assertThat(container(0, "\nSV-EXIT-0a 255\n")).isEqualTo(new ProgramInGuest.Exited(255, ""));
    assertThat(container(124, "")).isEqualTo(new ProgramInGuest.NotEnded(30));
  }

  /** Whatever pct, lxc-attach and timeout end with, and what shells say of what they don't find. */
  @ParameterizedTest
  @CsvSource({
    "1, ''",
    "125, ''",
    "137, ''",
    "255, ''",
    "0, 'an older guard'",
    "0, 'SV-EXIT-0a 126'",
    "0, 'SV-EXIT-0a 127'",
    "0, 'SV-EXIT-0a 137'"
  })
  void aContainersProgramOfWhichNoStatusIsKnownHasNone(int status, String output) {
    assertThat(container(status, output)).isInstanceOf(ProgramInGuest.NotRun.class);
  }

  private static ProgramInGuest container(int status, String output) {
    return ProgramInGuest.of(
        GuestKind.LXC, new GuardAnswer(new ProgramExit(status, List.of("no")), output), 30);
  }

  private static ProgramInGuest machine(String told) {
    return ProgramInGuest.of(
        GuestKind.QEMU, new GuardAnswer(new ProgramExit(0, List.of("GUARD-EXIT 0")), told), 30);
  }
}
