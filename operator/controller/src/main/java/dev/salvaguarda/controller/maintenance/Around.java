package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.controller.retention.Places;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the watches know around a repository.
 *
 * @param places all that the operator sees
 * @param policies gives those that write into it, of thousands
 * @param jobs of its passes
 * @param pods of these
 */
public record Around(
    Places places,
    Supplier<List<BackupPolicy>> policies,
    Collection<Job> jobs,
    Collection<Pod> pods) {}
