package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.agent.attempt.GuardedWork;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Damage;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import dev.salvaguarda.domain.workorder.MaintenanceResult.Check;
import dev.salvaguarda.domain.workorder.MaintenanceResult.Lock;
import dev.salvaguarda.domain.workorder.MaintenanceResult.Reading;
import dev.salvaguarda.domain.workorder.MaintenanceResult.Usage;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.Result;
import dev.salvaguarda.domain.workorder.RetentionResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of an attempt so far; for several threads. */
final class MaintenanceTally {
  static final Failure STOPPED = GuardedWork.stopped("maintenance");

  private @Nullable String resticVersion;
  private @Nullable Long freed;
  private @Nullable Check check;
  private @Nullable Reading reading;
  private Damage damage = Damage.NONE;
  private @Nullable Failure failure;
  private final List<RetentionResult> retention = new ArrayList<>();
  private List<Usage> usage = List.of();
  private List<Lock> locks = List.of();
  private List<String> findings = List.of();
  private boolean complete;

  /** All that was decided about a policy's snapshots is done, or more can be told of it. */
  synchronized void retained(RetentionResult result) {
    retention.removeIf(known -> known.isOfPolicyOf(result));
    retention.add(result);
  }

  synchronized void pruned(String version, long bytes) {
    resticVersion = version;
    freed = bytes;
  }

  /** The look is over; what it found is what is wrong with the repository. */
  synchronized void checked(Check seen, Damage known, List<Usage> sizes, List<String> wrong) {
    check = seen;
    damage = known;
    usage = List.copyOf(sizes);
    missing(wrong);
  }

  synchronized void read(Reading seen) {
    reading = seen;
  }

  /** Something is missing or damaged. */
  synchronized void missing(List<String> wrong) {
    findings = wrong.stream().limit(MaintenanceResult.MOST_FINDINGS).toList();
    if (!wrong.isEmpty()) {
      failure =
          new Failure(
              FailureReason.REPOSITORY_CORRUPT,
              wrong.size() == 1
                  ? wrong.getFirst()
                  : "%s That is the first of %d findings."
                      .formatted(wrong.getFirst(), wrong.size()));
    }
  }

  synchronized void locked(List<Lock> inTheWay) {
    locks = inTheWay.stream().limit(MaintenanceResult.MOST_FINDINGS).toList();
  }

  synchronized void endedEarly(Failure why) {
    failure = why;
  }

  /** All was done, but for what damage kept from being done. */
  synchronized void complete() {
    complete = failure == null || !findings.isEmpty();
  }

  synchronized MaintenanceResult result(long peakMemoryBytes) {
    Failure why = failure == null && !complete ? STOPPED : failure;
    return new MaintenanceResult(
        Result.VERSION,
        outcome(why),
        why,
        resticVersion,
        retention,
        freed,
        check,
        reading,
        damage,
        usage,
        locks,
        findings,
        0,
        peakMemoryBytes);
  }

  private Outcome outcome(@Nullable Failure why) {
    if (why == null) {
      return Outcome.SUCCEEDED;
    }
    if (complete) {
      return Outcome.DEGRADED;
    }
    return why.reason() == FailureReason.CANCELLED ? Outcome.CANCELLED : Outcome.FAILED;
  }
}
