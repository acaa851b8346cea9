package dev.salvaguarda.controller.worker;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.List;

/**
 * The Jobs and pods of one owner as the watches know them: a little behind the API server, and
 * without what was created a moment ago.
 */
public record WatchedWorkers(List<Job> jobs, List<Pod> pods) {
  public WatchedWorkers(Collection<Job> jobs, Collection<Pod> pods) {
    this(List.copyOf(jobs), List.copyOf(pods));
  }
}
