package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.CheckSpec;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.workorder.CheckOrder;
import java.util.List;

/** What a worker runs in a guest for a check. */
final class GuestCheck {
  private GuestCheck() {}

  static CheckOrder.Command order(String target, CheckSpec.Command command) {
    return new CheckOrder.Command(
        target,
        command.argv(),
        command.exitCode(),
        command.expectOutput() == null ? null : command.expectOutput().strip(),
        false,
        seconds(command.timeout()));
  }

  /**
   * A page is fetched by the guest's own curl, which Windows has as well: with its links down
   * nobody else reaches it. The head alone is taken, of what GET answers, and the status stands
   * behind it.
   */
  static CheckOrder.Command order(String target, CheckSpec.Http http) {
    return new CheckOrder.Command(
        target,
        List.of(
            "curl",
            "-qskgI",
            "-X",
            "GET",
            "--noproxy",
            "*",
            "--max-time",
            "10",
            "-w",
            "%{http_code}",
            http.url()),
        0,
        Integer.toString(http.expectStatus()),
        true,
        seconds(http.timeout()));
  }

  private static long seconds(String timeout) {
    return DurationText.parse(timeout)
        .or(() -> DurationText.parse(CheckSpec.DEFAULT_TIMEOUT))
        .orElseThrow()
        .toSeconds();
  }
}
