package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.domain.run.Ledger;
import dev.salvaguarda.domain.workorder.CopyResult.Outcome;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The targets of a run in its status: at most 50, those that need a person first. */
final class TargetReport {
  private static final int MAX_LISTED = 50;
  private static final int MAX_MESSAGE = 512;

  private TargetReport() {}

  static List<TargetStatus> listed(Ledger ledger) {
    if (ledger.targets().size() <= MAX_LISTED) {
      return ledger.targets().stream().map(TargetReport::status).toList();
    }
    return ledger.targets().stream()
        .sorted(Comparator.comparing(target -> target.outcome() == Outcome.SUCCEEDED))
        .limit(MAX_LISTED)
        .map(TargetReport::status)
        .toList();
  }

  static @Nullable Integer omitted(Ledger ledger) {
    int omitted = ledger.omitted() + Math.max(0, ledger.targets().size() - MAX_LISTED);
    return omitted == 0 ? null : omitted;
  }

  private static TargetStatus status(TargetResult target) {
    return new TargetStatus(
        target.name(),
        TargetStatus.Phase.valueOf(target.outcome().name()),
        target.consistency() == null
            ? null
            : TargetStatus.Consistency.valueOf(target.consistency().name()),
        target.snapshotId(),
        target.bytesRead(),
        target.bytesStored(),
        target.sha256(),
        target.failure() == null ? null : target.failure().reason().wireName(),
        target.failure() == null ? null : cut(target.failure().message()));
  }

  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
  }
}
