package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.CheckSpec;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.restore.RestoreStatus.CheckStatus;
import dev.salvaguarda.api.restore.RestoreStatus.StepStatus;
import dev.salvaguarda.api.restore.RestoredTarget;
import dev.salvaguarda.controller.attempt.WorkerReport;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.name.WireName;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.restore.RestoreLedger;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult.CheckResult;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of the parts of a restore, as its status lists them: so that the whole status stays
 * below 32 KiB, sentences are shorter where there are many.
 *
 * @param plan null until the copies are found
 */
record RestoredParts(@Nullable RestorePlan plan, RestoreLedger ledger, RestoreSpec spec) {
  private static final int MANY = 10;
  private static final int FEW_CHECKS = 4;
  private static final int MAX_TEXT = 512;
  private static final int MAX_TEXT_OF_MANY = 60;
  private static final int MAX_TEXT_OF_FEW_FAILED = 300;
  private static final int MAX_TEXT_OF_FAILED = 110;

  /** What it ends with is a command, of which nothing may be missing. */
  private static final int MAX_TEXT_OF_LEFT = 140;

  private static final int MAX_OBSERVED = 64;
  private static final int MAX_OBSERVED_OF_MANY = 32;
  private static final int LINES_BESIDE_MANY = 4;
  private static final int LINES_BESIDE_MANY_AND_LEFT = 2;

  List<RestoredTarget> targets() {
    int room = parts().size() > MANY ? MAX_TEXT_OF_MANY : MAX_TEXT;
    return parts().stream().map(part -> target(part, room)).toList();
  }

  private RestoredTarget target(Part part, int room) {
    Optional<TargetResult> known = ledger.of(part);
    Failure failure = known.map(TargetResult::failure).orElse(null);
    return new RestoredTarget(
        part.target(),
        known
            .map(target -> RestoredTarget.Phase.valueOf(target.outcome().name()))
            .orElse(RestoredTarget.Phase.PENDING),
        part.snapshotId(),
        part.bytes(),
        part.sha256(),
        known.map(TargetResult::rung).map(Enum::name).orElse(null),
        known.map(TargetResult::bytesRestored).orElse(null),
        known.map(TargetResult::sha256Matches).orElse(null),
        known
            .map(TargetResult::restoredAs)
            .map(place -> Sentence.oneLine(place, room))
            .orElse(null),
        failure == null ? null : failure.reason().wireName(),
        message(known, room));
  }

  private @Nullable String message(Optional<TargetResult> known, int room) {
    Optional<String> left = known.filter(leaving()::contains).map(TargetResult::leftOver);
    if (parts().size() > MANY && left.isPresent()) {
      return Sentence.oneLine(left.get(), MAX_TEXT_OF_LEFT);
    }
    List<String> said =
        known.stream()
            .flatMap(target ->
                Stream.of(
                        Optional.ofNullable(target.failure()).map(Failure::message),
                        Optional.ofNullable(target.note()),
                        Optional.ofNullable(target.leftOver()))
                    .flatMap(Optional::stream))
            .toList();
    return said.isEmpty() ? null : Sentence.oneLine(String.join(" ", said), room);
  }

  /** Those whose left guests the status names even where there is little room. */
  private List<TargetResult> leaving() {
    return ledger.targets().stream()
        .filter(target -> target.leftOver() != null)
        .limit(MANY)
        .toList();
  }

  /** How many are back whole; null as long as nobody knows how many there are. */
  @Nullable String progress() {
    return plan == null
        ? null
        : WorkerReport.targets(
            ledger.targets().stream()
                .filter(target -> target.outcome() == Outcome.SUCCEEDED)
                .count(),
            plan.parts().size());
  }

  List<CheckStatus> checks() {
    return spec.checks().stream().map(this::check).toList();
  }

  private CheckStatus check(CheckSpec check) {
    Optional<CheckResult> asked =
        ledger.checks().stream().filter(one -> one.name().equals(check.name())).findFirst();
    boolean many = spec.checks().size() > FEW_CHECKS;
    return new CheckStatus(
        check.name(),
        asked.map(CheckResult::passed).orElse(null),
        asked
            .map(CheckResult::observed)
            .map(answer -> Sentence.oneLine(answer, many ? MAX_OBSERVED_OF_MANY : MAX_OBSERVED))
            .orElse(null),
        asked.map(one -> Sentence.oneLine(one.message(), room(one.passed(), many))).orElse(null));
  }

  /** Of many checks the ones that did not pass are to be understood. */
  private int room(boolean passed, boolean many) {
    if (!many) {
      return MAX_TEXT;
    }
    boolean few = ledger.checks().stream().filter(one -> !one.passed()).count() <= FEW_CHECKS;
    return passed ? MAX_TEXT_OF_MANY : few ? MAX_TEXT_OF_FEW_FAILED : MAX_TEXT_OF_FAILED;
  }

  List<StepStatus> steps() {
    return ledger.steps().stream()
        .map(time ->
            new StepStatus(
                WireName.of(time.step()),
                time.startedAt().truncatedTo(ChronoUnit.SECONDS),
                DurationText.of(Duration.ofMillis(time.millis())),
                time.millis()))
        .toList();
  }

  /** The lowest that a target reached; null if one reached none. */
  @Nullable String rung() {
    List<Rung> reached =
        parts().stream()
            .flatMap(part -> ledger.of(part).stream())
            .flatMap(target -> Stream.<Rung>ofNullable(target.rung()))
            .toList();
    return reached.isEmpty() || reached.size() < parts().size()
        ? null
        : reached.stream().min(Comparator.naturalOrder()).orElseThrow().name();
  }

  @Nullable Long bytesRestored() {
    return ledger.targets().isEmpty()
        ? null
        : ledger.targets().stream().mapToLong(TargetResult::bytesRestored).sum();
  }

  /** Null if nothing was compared. */
  @Nullable Boolean sha256Matches() {
    List<Boolean> compared =
        ledger.targets().stream()
            .map(TargetResult::sha256Matches)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    return compared.isEmpty() ? null : compared.stream().allMatch(Boolean::booleanValue);
  }

  /** The end of these lines for which there is room. */
  List<String> roomFor(List<String> log) {
    int beside = leaving().isEmpty() ? LINES_BESIDE_MANY : LINES_BESIDE_MANY_AND_LEFT;
    int kept = parts().size() > MANY ? beside : log.size();
    return log.subList(Math.max(0, log.size() - kept), log.size());
  }

  private List<Part> parts() {
    return plan == null ? List.of() : plan.parts();
  }
}
