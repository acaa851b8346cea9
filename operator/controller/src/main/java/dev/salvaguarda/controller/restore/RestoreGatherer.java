package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.worker.RunTemplate;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.source.HostPathRule;
import dev.salvaguarda.controller.worker.LogTail;
import dev.salvaguarda.controller.worker.ProgressReader;
import dev.salvaguarda.controller.worker.WorkerGatherer;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.controller.worker.manifest.WorkerJson;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.restore.LogAnswer;
import dev.salvaguarda.domain.restore.RestoreDecision.FindSource;
import dev.salvaguarda.domain.restore.RestoreDecision.Question;
import dev.salvaguarda.domain.restore.RestoreDecision.ReadLog;
import dev.salvaguarda.domain.restore.RestoreDecision.Step;
import dev.salvaguarda.domain.restore.RestoreFacts;
import dev.salvaguarda.domain.restore.RestoreMemory;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestoreSelf;
import dev.salvaguarda.domain.restore.SourceAnswer;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.workorder.RestoreResult;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads all that a decision about a restore may look at. */
public final class RestoreGatherer {
  private final KubernetesClient client;
  private final WorkerGatherer workers;
  private final ProofGatherer proofs;
  private final CopyGatherer copies;
  private final ProgressReader progress;
  private final WorkerLimits limits;
  private final HostPathRule hostPaths;

  public RestoreGatherer(
      KubernetesClient client,
      RunRecords records,
      ProofGatherer proofs,
      ProgressReader progress,
      WorkerLimits limits,
      HostPathRule hostPaths) {
    this.client = client;
    this.workers = new WorkerGatherer(client);
    this.proofs = proofs;
    this.copies = new CopyGatherer(client, records, proofs);
    this.progress = progress;
    this.limits = limits;
    this.hostPaths = hostPaths;
  }

  /** The restore as the API server has it; empty if it is gone. */
  Optional<Restore> read(Restore known) {
    var meta = known.getMetadata();
    return Optional.ofNullable(
            client
                .resources(Restore.class)
                .inNamespace(meta.getNamespace())
                .withName(meta.getName())
                .get())
        .filter(found -> found.getMetadata().getUid().equals(meta.getUid()));
  }

  /** Looks once. */
  RestoreSeen gather(Restore restore, RestoreCache cache, Instant now) {
    RestoreMemory memory = RestoreStatusMemory.of(restore);
    boolean ended = memory.phase().isTerminal();
    WorkerSeen worker =
        ended
            ? workers.leftOf(restore, cache.workers())
            : workers.gather(restore, cache.workers(), memory.attempts(), now);
    RestorePlan plan = memory.plan();
    BackupRepository repository =
        ended || plan == null ? null : repository(restore, plan.repository());
    RestoreFacts facts =
        new RestoreFacts(
            self(restore),
            plan == null ? List.of() : WantedChecks.of(restore.getSpec(), plan),
            memory,
            plan == null
                ? new Readiness.Ready()
                : RepositoryReadiness.besideMaintenance(plan.repository(), repository),
            worker.fact(),
            WorkerJson.result(worker.report(), RestoreResult.class).orElse(null),
            new SourceAnswer.NotAsked(),
            new LogAnswer.NotAsked(),
            limits);
    return new RestoreSeen(
        restore,
        repository,
        facts,
        worker,
        ended ? null : progress.of(worker).orElse(null),
        List.of(),
        null,
        Map.of());
  }

  /** What was seen, and the answer to the question. */
  RestoreSeen answer(RestoreSeen seen, Question question) {
    return switch (question) {
      case FindSource _ -> seen.withFacts(seen.facts().with(copies.find(seen.restore())));
      case ReadLog(String pod) -> {
        LogTail tail = proofs.log(seen.restore().getMetadata().getNamespace(), pod);
        LogAnswer answer =
            tail.result(RestoreResult.class)
                .<LogAnswer>map(LogAnswer.Whole::new)
                .orElseGet(LogAnswer.Nothing::new);
        yield seen.withFacts(seen.facts().with(answer)).withLogTail(tail.forPeople());
      }
    };
  }

  /** With what only this step needs: the log of a failed attempt, or what a start is made of. */
  RestoreSeen complete(RestoreSeen seen, Step step, RestoreCache cache) {
    if (step.startsAttempt()) {
      RestorePlan plan = seen.facts().memory().plan();
      BackupPolicy policy = policy(seen.restore(), plan);
      return seen.forStart(
          template(seen.restore(), policy), lastAnswers(seen.restore(), policy, cache));
    }
    String pod = seen.worker().podName();
    return step.failsAttempt() && pod != null && seen.worker().hasLog() && seen.logTail().isEmpty()
        ? seen.withLogTail(proofs.log(seen.restore().getMetadata().getNamespace(), pod).forPeople())
        : seen;
  }

  private RestoreSelf self(Restore restore) {
    RestoreSpec spec = restore.getSpec();
    return new RestoreSelf(
        restore.getMetadata().getName(),
        Instant.parse(restore.getMetadata().getCreationTimestamp()),
        DurationText.parse(spec.deadline())
            .or(() -> DurationText.parse(RestoreSpec.DEFAULT_DEADLINE))
            .orElseThrow(),
        spec.purpose() == RestoreSpec.Purpose.TEST,
        RestoreWorker.kindOf(spec),
        Boolean.TRUE.equals(spec.cancel()),
        hostPaths.obstacle(spec).orElse(null));
  }

  private static @Nullable RunTemplate template(Restore restore, @Nullable BackupPolicy policy) {
    RunTemplate own = restore.getSpec().runTemplate();
    return own == null && policy != null ? policy.getSpec().runTemplate() : own;
  }

  private static Map<String, BigDecimal> lastAnswers(
      Restore restore, @Nullable BackupPolicy policy, RestoreCache cache) {
    return policy == null
        ? Map.of()
        : LastAnswers.of(
            restore.getSpec().checks(),
            policy,
            cache.restores(restore.getMetadata().getNamespace()));
  }

  private @Nullable BackupPolicy policy(Restore restore, @Nullable RestorePlan plan) {
    return plan == null || plan.policy() == null
        ? null
        : client
            .resources(BackupPolicy.class)
            .inNamespace(restore.getMetadata().getNamespace())
            .withName(plan.policy())
            .get();
  }

  private @Nullable BackupRepository repository(Restore restore, String name) {
    return client
        .resources(BackupRepository.class)
        .inNamespace(restore.getMetadata().getNamespace())
        .withName(name)
        .get();
  }
}
