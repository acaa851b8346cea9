package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.BackupPolicyStatus.LastSuccessfulRun;
import dev.salvaguarda.api.policy.BackupPolicyStatus.PolicyRepositoryStatus;
import dev.salvaguarda.api.policy.BackupPolicyStatus.ScheduleStatus;
import dev.salvaguarda.api.policy.ScheduleSpec;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunRepositoryStatus;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.source.SourceWorkload;
import dev.salvaguarda.domain.quantity.SizeText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From a policy's old status to its new one.
 *
 * @param lookAgainAt when the status changes, or a run is due, by time passing alone
 */
record PolicyReport(BackupPolicyStatus status, Instant lookAgainAt) {
  private static final DateTimeFormatter LOCAL_WITH_OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

  static PolicyReport of(PolicySeen seen, PolicyDecision decision, Instant now) {
    BackupPolicyStatus old = seen.status();
    CadencePlan runs = decision.runs();
    TestPlan tests = decision.tests();
    TestFinding finding = tests == null ? null : TestFinding.of(seen, tests, now);
    LastSuccessfulRun newestGood = newestGood(old.lastSuccessfulRun(), seen.runs());
    List<ScheduleStatus> schedules = runs.progress(old.schedules());
    CoverageReport coverage =
        CoverageReport.of(
            old,
            seen.host(),
            conditions(seen, decision, finding, newestGood, now),
            seen.identity().generation(),
            now);
    BackupPolicyStatus next =
        new BackupPolicyStatus(
            seen.identity().generation(),
            coverage.conditions(),
            SourceWorkload.of(seen.identity().name(), seen.spec()).text(),
            seen.source().told(now),
            seen.spec().schedules().stream()
                .map(ScheduleSpec::cron)
                .collect(Collectors.joining(", ")),
            lastScheduledTime(old, schedules),
            schedules,
            runs.nextStart(),
            nextRuns(runs),
            seen.runs().active().map(PolicyRun::name).orElse(null),
            newestGood,
            seen.runs().consecutiveFailures(),
            repositories(seen, newestGood),
            old.retention(),
            finding == null ? old.lastVerification() : finding.last(),
            tests == null || finding == null ? null : VerificationReport.of(seen, tests, finding),
            old.integrity(),
            coverage.status());
    Instant lookAgainAt =
        Stream.of(
                runs.plan().lookAgainAt(),
                tests == null ? Instant.MAX : tests.cadence().plan().lookAgainAt(),
                finding == null ? Instant.MAX : finding.verification().changesAt(),
                PolicyConditions.rpoFlipsAt(seen, newestGood, now),
                PolicyConditions.readyFlipsAt(seen.runs(), now))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return new PolicyReport(next, lookAgainAt);
  }

  private static ConditionSet conditions(
      PolicySeen seen,
      PolicyDecision decision,
      @Nullable TestFinding finding,
      @Nullable LastSuccessfulRun newestGood,
      Instant now) {
    long generation = seen.identity().generation();
    TestPlan tests = decision.tests();
    Instant nextTest = tests == null ? null : tests.cadence().nextStart();
    return ConditionSet.of(seen.status().conditions())
        .with(PolicyConditions.ready(seen, decision, now), generation, now)
        .with(PolicyConditions.rpoMet(seen, newestGood, decision.hold(), now), generation, now)
        .with(PolicyConditions.lastRunSucceeded(seen.runs()), generation, now)
        .with(PolicyRetention.heldBack(seen), generation, now)
        .with(VerificationConditions.verified(seen, finding, nextTest), generation, now)
        .with(VerificationConditions.rtoMet(seen, finding), generation, now);
  }

  /** The same that looks again at a time at the latest. */
  PolicyReport lookingAgainAt(Instant at) {
    return at.isBefore(lookAgainAt) ? new PolicyReport(status, at) : this;
  }

  /** The same without a condition. */
  PolicyReport without(ConditionType type) {
    return new PolicyReport(
        status.withConditions(
            status.conditions().stream()
                .filter(one -> !one.getType().equals(type.wireName()))
                .toList()),
        lookAgainAt);
  }

  /** How long nothing changes by itself; at most a day, so that a moved clock is noticed. */
  Duration lookAgainAfter(Instant now) {
    Instant tomorrow = now.plus(Duration.ofDays(1));
    return Duration.between(now, lookAgainAt.isBefore(tomorrow) ? lookAgainAt : tomorrow);
  }

  /** The newest known; a run that was deleted since is remembered. */
  private static @Nullable LastSuccessfulRun newestGood(
      @Nullable LastSuccessfulRun told, RunHistory runs) {
    Optional<LastSuccessfulRun> shown = runs.newestGood().map(PolicyReport::described);
    boolean gone = told != null && told.name() != null && runs.isDamaged(told.name());
    if (told == null || told.capturedAt() == null || shown.isEmpty() || gone) {
      return shown.orElse(gone ? null : told);
    }
    Instant shownAt = Objects.requireNonNull(shown.get().capturedAt());
    return shownAt.isBefore(told.capturedAt()) ? told : shown.get();
  }

  private static LastSuccessfulRun described(PolicyRun run) {
    Long read = run.status().bytesRead();
    Long size = size(run.status());
    Long stored = run.status().bytesStored();
    return new LastSuccessfulRun(
        run.name(),
        run.status().capturedAt(),
        run.status().completionTime(),
        read,
        stored,
        size == null ? null : SizeText.of(size),
        stored == null ? null : SizeText.of(stored));
  }

  /** All targets together; null where that of one is not known. */
  private static @Nullable Long size(BackupRunStatus run) {
    List<Long> known =
        run.targets().stream().flatMap(target -> Stream.ofNullable(target.size())).toList();
    return known.isEmpty() || known.size() < run.targets().size() || run.targetsOmitted() != null
        ? null
        : Long.valueOf(known.stream().mapToLong(Long::longValue).sum());
  }

  private static @Nullable Instant lastScheduledTime(
      BackupPolicyStatus old, List<ScheduleStatus> schedules) {
    Instant newest = old.lastScheduledTime();
    for (ScheduleStatus schedule : schedules) {
      Instant time = schedule.lastScheduledTime();
      if (time != null && (newest == null || time.isAfter(newest))) {
        newest = time;
      }
    }
    return newest;
  }

  private static List<String> nextRuns(CadencePlan runs) {
    ZoneId zone = runs.schedules().zone();
    return runs.next().stream()
        .map(tick -> LOCAL_WITH_OFFSET.format(runs.startsAt(tick).atZone(zone)))
        .toList();
  }

  private static List<PolicyRepositoryStatus> repositories(
      PolicySeen seen, @Nullable LastSuccessfulRun newestGood) {
    Instant lastCopy = newestGood == null ? null : newestGood.completedAt();
    List<PolicyRepositoryStatus> all = new ArrayList<>();
    for (PolicyRepository repository : seen.repositories()) {
      all.add(
          all.isEmpty()
              ? new PolicyRepositoryStatus(repository.name(), lastCopy, null)
              : further(repository.name(), seen));
    }
    return all;
  }

  /** As the newest runs that say something of it say; runs that were deleted are remembered. */
  private static PolicyRepositoryStatus further(String name, PolicySeen seen) {
    PolicyRepositoryStatus told =
        seen.status().repositories().stream()
            .filter(before -> before.name().equals(name))
            .findFirst()
            .orElseGet(() -> new PolicyRepositoryStatus(name, null, null));
    Optional<RunRepositoryStatus> counted = seen.runs().newestCountOf(name);
    return new PolicyRepositoryStatus(
        name,
        seen.runs().newestCompleteIn(name).map(PolicyRun::endedAt).orElse(told.lastCopyTime()),
        counted.map(RunRepositoryStatus::lacking).orElse(told.lacking()));
  }
}
