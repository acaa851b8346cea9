package dev.salvaguarda.agent.restore.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.restore.work.Checks.Answer;
import dev.salvaguarda.domain.workorder.CheckOrder.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandsInGuestTest {
  private static final Command PAGE =
      new Command("/guests/100", List.of("curl", "http://localhost/"), 0, "200", true, 60);

  /** A wrapper that is called curl may print anything. */
  @Test
  void nothingButAStatusIsToldOfAPage() {
    assertThat(judged("404"))
        .isEqualTo(new Answer(false, "404", "It is 404, and 200 was expected."));
    assertThat(judged("200")).isEqualTo(new Answer(true, "200", "It is 200, as expected."));
    assertThat(List.of(judged("s3cret"), judged("٢٠٠"), judged("2000"), judged("")))
        .containsOnly(new Answer(false, "0", "It wrote no status of HTTP, and 200 was expected."));
  }

  private static Answer judged(String line) {
    return CommandsInGuest.judge(PAGE, new ProgramInGuest.Exited(0, line));
  }
}
