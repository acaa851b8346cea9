package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The end of a pass in a sentence for a person. */
final class MaintenanceSentence {
  private MaintenanceSentence() {}

  /**
   * What there is to say.
   *
   * @param tally what all attempts did
   */
  static String of(Finish end, PassTally tally) {
    if (end.failure() != null) {
      return end.failure().message()
          + sentence(" ", done(tally))
          + (end.result() == null ? "" : DamageReport.whose(end.result().damage()));
    }
    MaintenanceResult result = end.result();
    if (result == null) {
      return "The pass ended.";
    }
    List<String> parts = done(tally);
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
    return parts.isEmpty() ? "The pass ended." : sentence("", parts);
  }

  private static List<String> done(PassTally tally) {
    List<String> parts = new ArrayList<>();
    Long freed = tally.freed();
    if (tally.removed() > 0) {
      parts.add(
          tally.removed() == 1
              ? "1 snapshot was removed"
              : "%d snapshots were removed".formatted(tally.removed()));
    }
    if (freed != null) {
      parts.add("%s were freed".formatted(SizeText.of(freed)));
    }
    return parts;
  }

  private static String sentence(String before, List<String> parts) {
    String text = String.join(", ", parts);
    return text.isEmpty()
        ? ""
        : before + text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
