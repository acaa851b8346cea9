package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.domain.run.Ledger;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The targets of a run in its status: at most 50, those that need a person first. */
final class TargetReport {
  private static final int MAX_LISTED = 50;
  private static final int MAX_MESSAGE = 512;

  /** So that the whole status stays below 32 KiB. */
  private static final int MAX_MESSAGE_OF_MANY = 120;

  private static final int MANY = 10;

  private TargetReport() {}

  static List<TargetStatus> listed(Ledger ledger) {
    int room = ledger.targets().size() <= MANY ? MAX_MESSAGE : MAX_MESSAGE_OF_MANY;
    Stream<TargetResult> targets = ledger.targets().stream();
    if (ledger.targets().size() > MAX_LISTED) {
      targets =
          targets
              .sorted(Comparator.comparing(target -> target.outcome() == Outcome.SUCCEEDED))
              .limit(MAX_LISTED);
    }
    return targets.map(target -> status(target, room)).toList();
  }

  static @Nullable Integer omitted(Ledger ledger) {
    int omitted = ledger.omitted() + Math.max(0, ledger.targets().size() - MAX_LISTED);
    return omitted == 0 ? null : omitted;
  }

  private static TargetStatus status(TargetResult target, int room) {
    return new TargetStatus(
        target.name(),
        TargetStatus.Phase.valueOf(target.outcome().name()),
        target.consistency() == null
            ? null
            : TargetStatus.Consistency.valueOf(target.consistency().name()),
        target.snapshotId(),
        target.sizeBytes(),
        target.bytesRead(),
        target.bytesStored(),
        target.sha256(),
        target.failure() == null ? null : target.failure().reason().wireName(),
        target.failure() == null ? null : Sentence.oneLine(target.failure().message(), room));
  }
}
