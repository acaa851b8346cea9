package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import java.util.ArrayList;
import java.util.List;

/** The end of a pass in a sentence for a person. */
final class MaintenanceSentence {
  private MaintenanceSentence() {}

  static String of(Finish end) {
    if (end.failure() != null) {
      return end.failure().message()
          + (end.result() == null ? "" : DamageReport.whose(end.result().damage()));
    }
    MaintenanceResult result = end.result();
    if (result == null) {
      return "The pass ended.";
    }
    List<String> parts = new ArrayList<>();
    Long freed = result.bytesFreed();
    if (result.snapshotsRemoved() > 0) {
      parts.add("%d snapshots were removed".formatted(result.snapshotsRemoved()));
    }
    if (freed != null) {
      parts.add("%s were freed".formatted(SizeText.of(freed)));
    }
    MaintenanceResult.Reading reading = result.reading();
    if (reading != null) {
      parts.add(
          "%d pack%s, %s, %s read and as stored"
              .formatted(
                  reading.packs(),
                  reading.packs() == 1 ? "" : "s",
                  SizeText.of(reading.bytes()),
                  reading.packs() == 1 ? "was" : "were"));
    }
    MaintenanceResult.Check check = result.check();
    if (check != null) {
      parts.add(
          "all that the %d snapshot%s need%s is there"
              .formatted(
                  check.snapshots(),
                  check.snapshots() == 1 ? "" : "s",
                  check.snapshots() == 1 ? "s" : ""));
    }
    String text = String.join(", ", parts);
    return text.isEmpty()
        ? "The pass ended."
        : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1) + ".";
  }
}
