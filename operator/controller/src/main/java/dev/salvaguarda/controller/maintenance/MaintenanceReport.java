package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.MaintenancePhase;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.api.repository.MaintenanceStatus.MaintenanceOutcome;
import dev.salvaguarda.api.repository.MaintenanceStatus.PolicyUsage;
import dev.salvaguarda.api.worker.WorkerStatus;
import dev.salvaguarda.controller.attempt.Explanation;
import dev.salvaguarda.controller.attempt.WorkerReport;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Await;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Idle;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Lead;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.RetryLater;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.maintenance.MaintenanceMemory;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import dev.salvaguarda.domain.workorder.MaintenanceResult.Usage;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a status says of passes after a look; pure, so the same gives the same. */
final class MaintenanceReport {
  private static final int MAX_MESSAGE = 1024;
  private static final int MAX_FINDING = 512;
  private static final int MOST_FINDINGS = 5;
  private static final int MOST_POLICIES = 20;

  private final MaintenanceSeen seen;
  private final Step step;
  private final Instant now;
  private final MaintenanceStatus old;
  private final MaintenanceMemory memory;
  private final PassTally tally;
  private final @Nullable MaintenanceResult result;

  private MaintenanceReport(MaintenanceSeen seen, Step step, Instant now) {
    this.seen = seen;
    this.step = step;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.old = seen.subject().told();
    this.memory = seen.facts().memory().after(step, this.now);
    this.tally = PassTally.of(seen, step);
    this.result = step.result();
  }

  /** What there is to say of passes beside what else an object's status says. */
  static PassStory next(List<Condition> conditions, MaintenanceSeen seen, Step step, Instant now) {
    boolean never = seen.subject().asked() == null && seen.subject().status() == null;
    return never
        ? new PassStory(null, conditions, false)
        : new MaintenanceReport(seen, step, now).story(conditions);
  }

  private PassStory story(List<Condition> before) {
    return new PassStory(
        maintenance(),
        new PassCondition(seen, step, memory, tally, nextTime().orElse(null), now).in(before),
        step instanceof Finish end && end.failure() == null);
  }

  private MaintenanceStatus maintenance() {
    AttemptMemory attempts = memory.attempts();
    Explanation why = explanation();
    return new MaintenanceStatus(
        seen.schedule().expression(),
        seen.schedule().expression() == null ? null : WorkerReport.seconds(seen.schedule().since()),
        nextTime().orElse(null),
        memory.dueAt() == null ? null : MaintenancePhase.valueOf(memory.phase().name()),
        memory.dueAt(),
        why.reason(),
        why.message() == null ? null : Sentence.oneLine(why.message(), MAX_MESSAGE),
        WorkerReport.seconds(attempts.startedAt()),
        WorkerReport.seconds(attempts.deadline()),
        WorkerReport.seconds(memory.endedAt()),
        attempts.attempt() == 0 ? null : attempts.attempt(),
        WorkerReport.seconds(attempts.retryAt()),
        tally.removed() == 0 ? null : tally.removed(),
        tally.freed(),
        worker(),
        last(),
        damage(),
        usage());
  }

  private Optional<Instant> nextTime() {
    return Optional.ofNullable(seen.facts().cadence())
        .flatMap(cadence -> cadence.next(now))
        .map(time -> time.truncatedTo(ChronoUnit.SECONDS));
  }

  private Explanation explanation() {
    return switch (step) {
      case Idle _ -> new Explanation(old.reason(), old.message());
      case Await wait -> Explanation.of(ConditionReason.WAITING_FOR_REPOSITORY, wait.why());
      case RetryLater retry -> Explanation.of(retry.failure());
      case Finish end ->
          end.failure() == null
              ? new Explanation(null, MaintenanceSentence.of(end, tally))
              : Explanation.of(end.failure());
      case Lead(WorkerStep work) -> {
        Explanation before = new Explanation(old.reason(), old.message());
        yield memory.phase().isOver() ? before : Explanation.of(work, seen.worker(), before);
      }
    };
  }

  private @Nullable WorkerStatus worker() {
    int attempt = memory.attempts().attempt();
    boolean fresh = step instanceof Lead(WorkerStep.Start _);
    if (attempt == 0) {
      return null;
    }
    return WorkerReport.worker(
        seen.owner(),
        attempt,
        fresh,
        old.worker(),
        Math.max(
            result == null ? 0 : result.peakMemoryBytes(),
            old.worker() == null || fresh
                ? 0
                : Objects.requireNonNullElse(old.worker().peakMemoryBytes(), 0L)));
  }

  /** What was seen last stays until another pass has seen everything, too. */
  private @Nullable MaintenanceOutcome last() {
    if (!(step instanceof Finish) || result == null || result.check() == null) {
      return old.last();
    }
    Long freed = tally.freed();
    MaintenanceResult.Reading reading = result.reading();
    return new MaintenanceOutcome(
        now,
        WorkerReport.duration(memory.attempts().startedAt(), now),
        result.resticVersion(),
        tally.removed(),
        freed,
        freed == null ? null : SizeText.of(freed),
        result.check().snapshots(),
        result.check().damaged(),
        reading == null ? null : reading.rotation().number(),
        reading == null ? null : reading.rotation().of(),
        reading == null ? null : reading.packs(),
        reading == null ? null : reading.bytes(),
        reading == null
            ? null
            : "reading %d of %d, %s"
                .formatted(
                    reading.rotation().number(),
                    reading.rotation().of(),
                    SizeText.of(reading.bytes())),
        result.findings().stream()
            .limit(MOST_FINDINGS)
            .map(finding -> Sentence.oneLine(finding, MAX_FINDING))
            .toList());
  }

  private @Nullable DamageStatus damage() {
    return step instanceof Finish && result != null && result.check() != null
        ? DamageReport.of(result.damage())
        : old.damage();
  }

  private List<PolicyUsage> usage() {
    boolean tells =
        seen.subject().kind() == PassKind.MAINTENANCE && result != null && result.check() != null;
    return !tells || result == null
        ? old.usage()
        : result.usage().stream().limit(MOST_POLICIES).map(MaintenanceReport::usage).toList();
  }

  private static PolicyUsage usage(Usage seen) {
    return new PolicyUsage(
        seen.policy() == null ? "none" : seen.namespace() + "/" + seen.policy(),
        seen.snapshots(),
        seen.bytesReferenced(),
        seen.bytesExclusive(),
        "%s, %s of it alone"
            .formatted(SizeText.of(seen.bytesReferenced()), SizeText.of(seen.bytesExclusive())));
  }
}
