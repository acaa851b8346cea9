package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.domain.workorder.MaintenanceResult.Usage;
import dev.salvaguarda.domain.workorder.SnapshotTags;
import dev.salvaguarda.repository.check.StructureReport;
import dev.salvaguarda.repository.snapshot.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which policy's a snapshot is, as {@code namespace/policy}; empty for one that is no policy's. */
final class PolicyOwners {
  private PolicyOwners() {}

  static String of(Snapshot snapshot) {
    return SnapshotTags.ownerOf(snapshot.tags()).orElse("");
  }

  /** The largest first. */
  static List<Usage> usage(StructureReport report) {
    return report.usage().entrySet().stream()
        .map(PolicyOwners::usage)
        .sorted(Comparator.comparingLong(Usage::bytesReferenced).reversed())
        .toList();
  }

  private static Usage usage(Map.Entry<String, StructureReport.Usage> owned) {
    StructureReport.Usage size = owned.getValue();
    int slash = owned.getKey().indexOf('/');
    return new Usage(
        slash < 0 ? null : owned.getKey().substring(0, slash),
        slash < 0 ? null : owned.getKey().substring(slash + 1),
        size.snapshots(),
        size.bytesReferenced(),
        size.bytesExclusive());
  }
}
