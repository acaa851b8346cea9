package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.adapter.kubernetes.KubernetesEventRecorder;
import dev.salvaguarda.controller.archive.ProbeCalls;
import dev.salvaguarda.controller.attempt.AttemptApplier;
import dev.salvaguarda.controller.host.HostGatherer;
import dev.salvaguarda.controller.host.HostProbes;
import dev.salvaguarda.controller.maintenance.LeftLockApplier;
import dev.salvaguarda.controller.maintenance.Maintenance;
import dev.salvaguarda.controller.maintenance.MaintenanceApplier;
import dev.salvaguarda.controller.maintenance.MaintenanceGatherer;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.run.ArchiveInMemory;
import dev.salvaguarda.controller.run.LogsInMemory;
import dev.salvaguarda.controller.source.HostPathRule;
import dev.salvaguarda.controller.telling.PolicyTelling;
import dev.salvaguarda.controller.telling.TellingApplier;
import dev.salvaguarda.controller.worker.WorkerApplier;
import dev.salvaguarda.controller.worker.manifest.WorkerSettings;
import dev.salvaguarda.domain.guest.HostFinding;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.worker.WorkerLimits;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.util.Set;

/** An operator that looks after policies alone. */
public final class PolicyOperator {
  private PolicyOperator() {}

  /** Starts it; whoever does stops it. */
  public static Operator start(KubernetesClient client, Clock clock, Set<String> namespaces) {
    Operator started =
        new Operator(o -> o.withKubernetesClient(client).withCloseClientOnStop(false));
    RunRecords records =
        new RunRecords(client.resources(BackupRun.class), client.getKubernetesSerialization());
    BackupPolicyReconciler reconciler =
        new BackupPolicyReconciler(
            new PolicyGatherer(new HostPathRule(true)),
            new PolicyApplier(client, new KubernetesEventRecorder(client, clock)),
            readings(client, records, clock),
            records,
            new PolicyTelling(new TellingApplier(client, Texts.shipped())),
            new NonConformityApplier(client, new KubernetesEventRecorder(client, clock)),
            new HostGatherer(
                client, new HostProbes(_ -> new HostFinding(null, "It answers.", null), clock)),
            clock);
    started.register(reconciler, settings -> settings.settingNamespaces(namespaces));
    started.start();
    return started;
  }

  private static Maintenance readings(KubernetesClient client, RunRecords records, Clock clock) {
    ProofGatherer proofs = new ProofGatherer(client, new ArchiveInMemory(), new LogsInMemory());
    WorkerApplier workers =
        new WorkerApplier(client, new WorkerSettings("example.org/salvaguarda:test", "Never"));
    return new Maintenance(
        new MaintenanceGatherer(client, records, proofs, WorkerLimits.defaults()),
        new MaintenanceApplier(
            client,
            new AttemptApplier(
                workers, proofs, new ProbeCalls(clock), new KubernetesEventRecorder(client, clock)),
            records,
            new LeftLockApplier(client, records, proofs),
            "restic"));
  }
}
