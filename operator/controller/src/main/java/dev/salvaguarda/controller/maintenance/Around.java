package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;

/**
 * What the watches know around a repository.
 *
 * @param all every BackupRepository, this one included
 * @param policies that write into this one
 * @param jobs of its passes
 * @param pods of these
 */
public record Around(
    Collection<BackupRepository> all,
    Collection<BackupPolicy> policies,
    Collection<Job> jobs,
    Collection<Pod> pods) {}
