package dev.salvaguarda.controller.run.manifest;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.name.JobName;
import java.util.List;
import java.util.Map;

/**
 * All that the manifests of one attempt are made of.
 *
 * @param run that is tried
 * @param policy that it executes
 * @param repository that it writes to
 * @param attempt counted from 1
 * @param targets names of the targets to copy; empty means all that the source has
 * @param previous id of the last good snapshot, by target
 * @param secondsLeft until all attempts of the run must be over
 * @param sessionToken whether the repository's credentials have one
 */
public record WorkerOrder(
    BackupRun run,
    BackupPolicy policy,
    BackupRepository repository,
    int attempt,
    List<String> targets,
    Map<String, String> previous,
    long secondsLeft,
    boolean sessionToken) {
  public WorkerOrder {
    targets = List.copyOf(targets);
    previous = Map.copyOf(previous);
  }

  /** Name of the Job and of its ConfigMap. */
  public String jobName() {
    return JobName.of(run.getMetadata().getName(), attempt);
  }
}
