package dev.salvaguarda.controller.window;

import static dev.salvaguarda.controller.telling.WindowCases.ANNOUNCED;
import static dev.salvaguarda.controller.telling.WindowCases.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.window.HeldAlertStatus;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.MaintenanceWindowStatus;
import dev.salvaguarda.controller.telling.WindowCases;
import dev.salvaguarda.controller.window.OpenWindows.Hold;
import dev.salvaguarda.domain.alert.AlertKey;
import dev.salvaguarda.domain.alert.HoldingWindow;
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
  void alertsAboutItsComponentsAreHeldBackUnlessItSaysOtherwise() {
    assertThat(isQuiet(ANNOUNCED, "portal", WITHIN)).isTrue();
    assertThat(isQuiet(ANNOUNCED, "intranet", WITHIN)).isFalse();
    assertThat(isQuiet(ANNOUNCED + PAUSE, "portal", IN_THE_GRACE)).isTrue();
    assertThat(isQuiet(ANNOUNCED + PAUSE, "portal", AFTERWARDS)).isFalse();
    assertThat(isQuiet(ANNOUNCED + "suppress: {incidents: Continue}\n", "portal", WITHIN))
        .isFalse();
    assertThat(isQuiet("", "portal", WITHIN)).isFalse();
    assertThat(isQuiet(ANNOUNCED + CANCELLED, "portal", WITHIN)).isFalse();
  }

  @Test
  void theWindowThatIsQuietForLongestKeepsAnAlertBack() {
    MaintenanceWindow longer = WindowCases.window(ANNOUNCED + PAUSE);
    longer.getMetadata().setName("longer");

    assertThat(
            new OpenWindows(List.of(WindowCases.window(ANNOUNCED), longer))
                .about(key("portal"), WITHIN))
        .extracting(HoldingWindow::name)
        .containsExactly("longer", "correio");
  }

  @Test
  void whatWasKeptBackIsFoundWhateverTheWindowNamesByNow() {
    MaintenanceWindow window = WindowCases.window(ANNOUNCED);
    window.setStatus(MaintenanceWindowStatus.none().withHeldAlerts(List.of(held("intranet"))));

    assertThat(new OpenWindows(List.of(window)).about(key("intranet"), WITHIN))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.isQuiet()).isFalse();
          assertThat(HeldRecord.status(found.held())).containsExactly(held("intranet"));
        });
  }

  @Test
  void aWindowThatIsDeletedHoldsNothingWhoeverStillKeepsIt() {
    MaintenanceWindow window = WindowCases.window(ANNOUNCED + PAUSE);
    window.setStatus(MaintenanceWindowStatus.none().withHeldAlerts(List.of(held("portal"))));
    window.getMetadata().setDeletionTimestamp(WITHIN.toString());
    OpenWindows windows = new OpenWindows(List.of(window));

    assertThat(windows.holding("portal", WITHIN)).isEmpty();
    assertThat(windows.about(key("portal"), WITHIN))
        .singleElement()
        .satisfies(found -> assertThat(found.isQuiet()).isFalse());
  }

  private static HeldAlertStatus held(String component) {
    return new HeldAlertStatus(
        "id-of-" + component, "f1", component, null, "Down", null, true, WITHIN, 1, WITHIN, null);
  }

  private static AlertKey key(String component) {
    return new AlertKey("ti", component, "id-of-" + component);
  }

  private static boolean isQuiet(String decided, String component, Instant now) {
    return windows(decided).about(key(component), now).stream().anyMatch(HoldingWindow::isQuiet);
  }

  private static OpenWindows windows(String decided) {
    return new OpenWindows(List.of(WindowCases.window(decided)));
  }
}
