package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.worker.WorkerStatus;
import dev.salvaguarda.controller.attempt.AttemptOwner;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.domain.maintenance.MaintenanceFacts;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of somebody's passes in one look.
 *
 * @param schedule when passes are due
 * @param facts what the domain decides on
 * @param worker the newest attempt's
 * @param jobs of all passes
 * @param retention which snapshots stay; empty unless an attempt is to be started
 * @param damage known at the place; nothing unless an attempt is to be started
 */
public record MaintenanceSeen(
    PassSubject subject,
    MaintenanceSchedule schedule,
    MaintenanceFacts facts,
    WorkerSeen worker,
    List<Job> jobs,
    List<RetentionOrder> retention,
    KnownDamage damage) {
  public MaintenanceSeen {
    jobs = List.copyOf(jobs);
    retention = List.copyOf(retention);
  }

  MaintenanceSeen withFacts(MaintenanceFacts other) {
    return new MaintenanceSeen(subject, schedule, other, worker, jobs, retention, damage);
  }

  MaintenanceSeen withOrders(List<RetentionOrder> orders, KnownDamage known) {
    return new MaintenanceSeen(subject, schedule, facts, worker, jobs, orders, known);
  }

  AttemptOwner owner() {
    return new AttemptOwner(
        subject.object(),
        subject.jobs(facts.memory().dueAt()),
        subject.repository(),
        List.of(),
        worker,
        podName());
  }

  private @Nullable String podName() {
    if (worker.pod() != null) {
      return worker.podName();
    }
    WorkerStatus known = subject.told().worker();
    return known == null ? null : known.pod();
  }
}
