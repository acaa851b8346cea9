package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.run.RunFacts;
import dev.salvaguarda.domain.workorder.WorkerLine;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a run in one look: the objects, and the facts that a decision is made of.
 *
 * @param run as the API server has it
 * @param policy null if there is none, or if it does not matter any more
 * @param repository null likewise
 * @param facts what the domain decides on
 * @param job of the newest attempt; null if there is none
 * @param pod of that Job; null if there is none
 * @param jobs of all attempts, as far as the watches know
 * @param lease of the run's group; null if nobody holds it, or if it does not matter any more
 * @param previous id of the last good snapshot of the policy, by target; empty unless it matters
 * @param progress what the worker said last; null if nothing
 * @param logTail the end of its log, for people; empty unless it was read
 */
record RunSeen(
    BackupRun run,
    @Nullable BackupPolicy policy,
    @Nullable BackupRepository repository,
    RunFacts facts,
    @Nullable Job job,
    @Nullable Pod pod,
    List<Job> jobs,
    @Nullable Lease lease,
    Map<String, String> previous,
    @Nullable WorkerLine progress,
    List<String> logTail) {
  RunSeen {
    jobs = List.copyOf(jobs);
    logTail = List.copyOf(logTail);
  }

  RunSeen withFacts(RunFacts other) {
    return new RunSeen(
        run, policy, repository, other, job, pod, jobs, lease, previous, progress, logTail);
  }

  RunSeen withLogTail(List<String> lines) {
    return new RunSeen(
        run, policy, repository, facts, job, pod, jobs, lease, previous, progress, lines);
  }

  String namespace() {
    return run.getMetadata().getNamespace();
  }

  String name() {
    return run.getMetadata().getName();
  }

  String uid() {
    return run.getMetadata().getUid();
  }

  /** Name of the newest pod, even if it is gone; null if there never was one. */
  @Nullable String podName() {
    if (pod != null) {
      return pod.getMetadata().getName();
    }
    return run.getStatus() == null || run.getStatus().worker() == null
        ? null
        : run.getStatus().worker().pod();
  }

  /** Whether this run holds its group's lease. */
  boolean holdsLease() {
    return lease != null
        && lease.getSpec() != null
        && uid().equals(lease.getSpec().getHolderIdentity());
  }
}
