package dev.salvaguarda.controller.window;

import static dev.salvaguarda.controller.telling.WindowCases.ANNOUNCED;
import static dev.salvaguarda.controller.telling.WindowCases.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.telling.WindowCases;
import dev.salvaguarda.controller.window.OpenWindows.Hold;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenWindowsTest {
  private static final String PAUSE = "suppress: {backups: Pause, grace: 30m}\n";
  private static final Instant WITHIN = Instant.parse("2026-11-28T02:00:00Z");
  private static final Instant IN_THE_GRACE = Instant.parse("2026-11-28T05:29:59Z");
  private static final Instant AFTERWARDS = Instant.parse("2026-11-28T05:30:00Z");

  @Test
  void aWindowThatPausesHoldsItsComponentsAndNoOthers() {
    OpenWindows windows = windows(ANNOUNCED + PAUSE);

    assertThat(windows.holding("correio", WITHIN)).contains(new Hold("correio", AFTERWARDS));
    assertThat(windows.holding("portal", IN_THE_GRACE)).contains(new Hold("correio", AFTERWARDS));
    assertThat(windows.holding("correio", AFTERWARDS)).isEmpty();
    assertThat(windows.holding("intranet", WITHIN)).isEmpty();
    assertThat(windows.holding(null, WITHIN)).isEmpty();
    assertThat(windows(ANNOUNCED).holding("correio", WITHIN)).isEmpty();
  }

  @Test
  void alertsAboutItsComponentsAreNoNewsWhateverBecomesOfBackups() {
    assertThat(windows(ANNOUNCED).areQuietAbout("portal", WITHIN)).isTrue();
    assertThat(windows(ANNOUNCED).areQuietAbout("intranet", WITHIN)).isFalse();
    assertThat(windows(ANNOUNCED + PAUSE).areQuietAbout("portal", IN_THE_GRACE)).isTrue();
    assertThat(windows(ANNOUNCED + PAUSE).areQuietAbout("portal", AFTERWARDS)).isFalse();
    assertThat(windows("").areQuietAbout("portal", WITHIN)).isFalse();
    assertThat(windows(ANNOUNCED + CANCELLED).areQuietAbout("portal", WITHIN)).isFalse();
  }

  private static OpenWindows windows(String decided) {
    return new OpenWindows(List.of(WindowCases.window(decided)));
  }
}
