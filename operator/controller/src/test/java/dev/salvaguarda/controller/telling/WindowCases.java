package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.window.MaintenanceWindow;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Maintenance windows as the cluster holds them. */
public final class WindowCases {
  public static final String ANNOUNCED = "announcement: {by: ana, at: \"2026-11-25T12:00:00Z\"}\n";
  public static final String MOVED =
      "moves: [{start: \"2026-11-29T01:00:00Z\", end: \"2026-11-29T05:00:00Z\", by: bia,"
          + " at: \"2026-11-26T12:00:00Z\"}]\n";
  public static final String COMPLETED = "completed: {by: joao, at: \"2026-11-29T06:00:00Z\"}\n";
  public static final String CANCELLED =
      "cancelled: {by: ana, at: \"2026-11-27T12:00:00Z\", reason: Sem a peça.}\n";

  private WindowCases() {}

  /** From 22:00 to 02:00 in São Paulo. */
  public static MaintenanceWindow window(String decided) {
    return Serialization.unmarshal(
        """
        metadata: {name: correio, namespace: ti, uid: window-uid, generation: 3, creationTimestamp: "2026-11-20T12:00:00Z"}
        spec:
          type: Preventive
          components: [{name: correio, displayName: Correio eletrônico}, {name: portal}]
          start: "2026-11-28T01:00:00Z"
          end: "2026-11-28T05:00:00Z"
          requested: {by: joao, via: E-mail, at: "2026-11-20T12:00:00Z"}
        %s
        """
            .formatted(decided.indent(2).stripTrailing()),
        MaintenanceWindow.class);
  }
}
