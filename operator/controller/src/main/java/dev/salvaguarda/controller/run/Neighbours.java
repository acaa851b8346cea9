package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/** What the operator's watches know around a run; may lag a little behind the API server. */
interface Neighbours {
  /** All runs of a namespace. */
  List<BackupRun> runs(String namespace);

  /** A policy by name. */
  Optional<BackupPolicy> policy(String namespace, String name);

  /** The Jobs of the run that is reconciled. */
  List<Job> jobs();
}
