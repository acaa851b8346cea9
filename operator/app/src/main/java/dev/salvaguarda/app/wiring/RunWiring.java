package dev.salvaguarda.app.wiring;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.controller.adapter.http.SocketWebCalls;
import dev.salvaguarda.controller.adapter.kubernetes.KubernetesPodExec;
import dev.salvaguarda.controller.adapter.kubernetes.KubernetesPodLogs;
import dev.salvaguarda.controller.archive.ProbeCalls;
import dev.salvaguarda.controller.attempt.AttemptApplier;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.hook.HookApplier;
import dev.salvaguarda.controller.hook.HookCalls;
import dev.salvaguarda.controller.host.HostGatherer;
import dev.salvaguarda.controller.host.HostProbes;
import dev.salvaguarda.controller.policy.NonConformityApplier;
import dev.salvaguarda.controller.policy.PolicyApplier;
import dev.salvaguarda.controller.policy.PolicyGatherer;
import dev.salvaguarda.controller.port.ArchiveAccess;
import dev.salvaguarda.controller.port.PodLogs;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.run.RunApplier;
import dev.salvaguarda.controller.run.RunGatherer;
import dev.salvaguarda.controller.source.HostPathRule;
import dev.salvaguarda.controller.telling.PolicyTelling;
import dev.salvaguarda.controller.telling.Telling;
import dev.salvaguarda.controller.telling.TellingApplier;
import dev.salvaguarda.controller.worker.ProgressReader;
import dev.salvaguarda.controller.worker.WorkerApplier;
import dev.salvaguarda.controller.worker.manifest.WorkerSettings;
import dev.salvaguarda.domain.message.Texts;
import dev.salvaguarda.domain.run.RunLimits;
import dev.salvaguarda.domain.worker.WorkerLimits;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The parts of the controllers of BackupPolicy and BackupRun. */
@Singleton
public final class RunWiring {
  private static final int LOGS_AT_A_TIME = 4;
  private static final int LOGS_WAITING = 200;

  @Produces
  @Singleton
  HostPathRule hostPathRule(OperatorSettings settings) {
    return new HostPathRule(settings.allowHostPath());
  }

  @Produces
  @Singleton
  PolicyGatherer policyGatherer(HostPathRule hostPaths) {
    return new PolicyGatherer(hostPaths);
  }

  @Produces
  @Singleton
  HostProbes hostProbes(Clock clock) {
    return new HostProbes(new ProxmoxHosts(clock), clock);
  }

  void close(@Disposes HostProbes probes) {
    probes.close();
  }

  @Produces
  @Singleton
  HostGatherer hostGatherer(KubernetesClient client, HostProbes probes) {
    return new HostGatherer(client, probes);
  }

  @Produces
  @Singleton
  PolicyApplier policyApplier(KubernetesClient client, EventRecorder events) {
    return new PolicyApplier(client, events);
  }

  @Produces
  @Singleton
  NonConformityApplier nonConformityApplier(KubernetesClient client, EventRecorder events) {
    return new NonConformityApplier(client, events);
  }

  @Produces
  @Singleton
  RunRecords runRecords(KubernetesClient client) {
    return new RunRecords(client.resources(BackupRun.class), client.getKubernetesSerialization());
  }

  @Produces
  @Singleton
  PodLogs podLogs(KubernetesClient client) {
    return new KubernetesPodLogs(client);
  }

  @Produces
  @Singleton
  ProgressReader progressReader(PodLogs logs) {
    ThreadPoolExecutor looks =
        new ThreadPoolExecutor(
            LOGS_AT_A_TIME,
            LOGS_AT_A_TIME,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(LOGS_WAITING),
            Thread.ofPlatform().daemon().name("log-", 1).factory());
    looks.allowCoreThreadTimeOut(true);
    return new ProgressReader(logs, looks);
  }

  @Produces
  @Singleton
  WorkerLimits workerLimits(OperatorSettings settings) {
    return WorkerLimits.defaults()
        .withRetry(settings.retryAfter())
        .withKeep(settings.keepWorkers());
  }

  @Produces
  @Singleton
  RunGatherer runGatherer(
      KubernetesClient client,
      ProofGatherer proofs,
      ProgressReader progress,
      WorkerLimits workers,
      HostPathRule hostPaths,
      HookCalls hooks) {
    return new RunGatherer(client, proofs, progress, RunLimits.of(workers), hostPaths, hooks);
  }

  @Produces
  @Singleton
  ProofGatherer proofGatherer(KubernetesClient client, ArchiveAccess archives, PodLogs logs) {
    return new ProofGatherer(client, archives, logs);
  }

  @Produces
  @Singleton
  AttemptApplier attemptApplier(
      KubernetesClient client,
      OperatorSettings settings,
      ProofGatherer proofs,
      ProbeCalls probes,
      EventRecorder events) {
    WorkerSettings workers =
        new WorkerSettings(settings.workerImage(), settings.workerImagePullPolicy());
    return new AttemptApplier(new WorkerApplier(client, workers), proofs, probes, events);
  }

  @Produces
  @Singleton
  Texts texts() {
    return Texts.shipped();
  }

  @Produces
  @Singleton
  TellingApplier tellingApplier(KubernetesClient client, Texts texts) {
    return new TellingApplier(client, texts);
  }

  @Produces
  @Singleton
  Telling telling(TellingApplier applier) {
    return new Telling(applier);
  }

  @Produces
  @Singleton
  PolicyTelling policyTelling(TellingApplier applier) {
    return new PolicyTelling(applier);
  }

  @Produces
  @Singleton
  HookCalls hookCalls(Clock clock) {
    return new HookCalls(clock);
  }

  void close(@Disposes HookCalls hooks) {
    hooks.close();
  }

  @Produces
  @Singleton
  RunApplier runApplier(
      KubernetesClient client,
      AttemptApplier attempts,
      HookCalls hooks,
      OperatorSettings settings) {
    return new RunApplier(
        client,
        attempts,
        new HookApplier(
            client,
            hooks,
            new SocketWebCalls(settings.allowLocalHooks()),
            new KubernetesPodExec(client)));
  }
}
