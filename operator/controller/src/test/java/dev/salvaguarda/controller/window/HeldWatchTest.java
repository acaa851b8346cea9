package dev.salvaguarda.controller.window;

import static dev.salvaguarda.controller.telling.WindowCases.ANNOUNCED;
import static dev.salvaguarda.controller.telling.WindowCases.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.window.HeldAlertStatus;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.MaintenanceWindowStatus;
import dev.salvaguarda.controller.telling.WindowCases;
import dev.salvaguarda.domain.alert.AlertKey;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldWatchTest {
  private static final Instant WITHIN = Instant.parse("2026-11-28T02:00:00Z");

  private final List<String> done = new ArrayList<>();
  private @Nullable KubernetesClientException refusal;
  private final HeldWatch watch =
      new HeldWatch(
          new HeldAlertsExit() {
            @Override
            public void handOn(List<AlertKey> keys) {
              if (refusal != null) {
                throw refusal;
              }
              keys.forEach(key -> done.add("handOn " + key.component()));
            }

            @Override
            public void keep(MaintenanceWindow window) {
              done.add("keep");
            }

            @Override
            public void letGo(MaintenanceWindow window) {
              done.add("letGo");
            }
          });

  @Test
  void noDeletionTakesAnAlertAlongThatIsKeptBack() {
    watch.look(window(ANNOUNCED, true), WITHIN);

    assertThat(done).containsExactly("keep");
  }

  @Test
  void whatADeletedWindowKeepsBackIsHandedOnBeforeItGoes() {
    watch.look(deleted(window(ANNOUNCED, true)), WITHIN);
    watch.look(deleted(window(ANNOUNCED, false)), WITHIN);

    assertThat(done).containsExactly("handOn portal", "letGo");
  }

  @Test
  void aWindowThatIsOverHandsOnAndWaitsForNothingAfterwards() {
    MaintenanceWindow over = window(ANNOUNCED + CANCELLED, true);
    over.addFinalizer(ApiGroup.HELD_ALERTS_FINALIZER);

    watch.look(over, WITHIN);
    watch.look(window(ANNOUNCED + CANCELLED, false), WITHIN);

    assertThat(done).containsExactly("handOn portal", "letGo");
  }

  @Test
  void aNamespaceThatIsDeletedWaitsForNoAlert() {
    refusal = refused("NamespaceTerminating");

    watch.look(deleted(window(ANNOUNCED, true)), WITHIN);

    assertThat(done).containsExactly("letGo");
  }

  @Test
  void whatCanNotBeHandedOnKeepsADeletedWindowForHoursAndNotForEver() {
    refusal = refused("Quota");
    MaintenanceWindow window = deleted(window(ANNOUNCED, true));

    assertThatThrownBy(() -> watch.look(window, WITHIN.plus(HeldWatch.PATIENCE))).isSameAs(refusal);
    assertThat(done).isEmpty();

    watch.look(window, WITHIN.plus(HeldWatch.PATIENCE).plus(Duration.ofSeconds(1)));
    assertThat(done).containsExactly("letGo");
  }

  @Test
  void aWindowThatIsNotDeletedGivesNothingUp() {
    refusal = refused("NamespaceTerminating");
    MaintenanceWindow over = window(ANNOUNCED + CANCELLED, true);
    over.addFinalizer(ApiGroup.HELD_ALERTS_FINALIZER);

    assertThatThrownBy(() -> watch.look(over, WITHIN)).isSameAs(refusal);
    assertThat(done).isEmpty();
  }

  private static MaintenanceWindow window(String decided, boolean firing) {
    MaintenanceWindow window = WindowCases.window(decided);
    window.setStatus(
        MaintenanceWindowStatus.none()
            .withHeldAlerts(
                List.of(
                    new HeldAlertStatus(
                        "id", "f1", "portal", null, "Down", null, firing, WITHIN, 1, WITHIN,
                        null))));
    return window;
  }

  private static MaintenanceWindow deleted(MaintenanceWindow window) {
    window.addFinalizer(ApiGroup.HELD_ALERTS_FINALIZER);
    window.getMetadata().setDeletionTimestamp(WITHIN.toString());
    return window;
  }

  private static KubernetesClientException refused(String cause) {
    return new KubernetesClientException(
        "refused",
        403,
        new StatusBuilder()
            .withCode(403)
            .withNewDetails()
            .addNewCause("namespace", "as the test says", cause)
            .endDetails()
            .build());
  }
}
