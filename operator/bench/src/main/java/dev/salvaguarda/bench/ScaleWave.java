package dev.salvaguarda.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All policies due in the same minute, of an operator at rest. */
record ScaleWave(
    ScaleWorld world, ScaleOperator operator, AuditLog audit, Etcd etcd, ScaleReport report) {
  static final Duration AFTER = Duration.ofSeconds(30);

  /**
   * @param heapAtRest bytes that the operator had on its heap before
   */
  Wave measure(double heapAtRest) throws IOException {
    Instant due = dueAfter(world.policies());
    world.dueAt(due);
    boolean _ =
        operator.await(
            "due", PolicyScale.PATIENCE, () -> Instant.now().isAfter(due.minusSeconds(1)));
    report.line("load of the machine when due", MachineFacts.load());
    double stored = etcd.inUseBytes();
    double cpu = operator.footprint().cpuSeconds();
    double controllersCpu = controllersCpu();
    boolean _ =
        operator.await(
            "all Jobs", PolicyScale.PATIENCE, () -> Wave.isOver(audit, due, world.policies()));
    Instant done = Instant.now();
    cpu = operator.footprint().cpuSeconds() - cpu;
    controllersCpu = controllersCpu() - controllersCpu;
    List<AuditLog.Request> requests = audit.between(due.minusSeconds(1), done);
    report.counts("in the wave", requests);
    PolicyScale.pause(AFTER);
    List<AuditLog.Request> after = audit.between(done, Instant.now());
    report.counts("in the 30 s after", after);
    double resident = operator.footprint().residentMiB();
    double heap = report.memory(operator, "with all pods Pending");
    ticks(due);
    report.cost(
        "run until its pod waits, with all that it is made of and was before",
        (etcd.inUseBytes() - stored) / world.policies(),
        (heap - heapAtRest) / world.policies(),
        (double) (requests.size() + after.size()) / world.policies());
    return Wave.of(due, world.policies(), requests, resident, cpu, controllersCpu);
  }

  /**
   * Whether each policy's minute became a run; and how long a policy that was due waited at most
   * until the operator looked at it, which is when it first wrote about its run.
   */
  private void ticks(Instant due) {
    report.goal("ticks that no run tells of", world.withoutRun(due), 0);
    Map<String, Instant> first = new HashMap<>();
    audit.between(due, Instant.MAX).stream()
        .filter(request -> request.isGood() && request.name().endsWith(ScaleWorld.runName("", due)))
        .filter(request -> request.what().contains(" backupruns"))
        .forEach(request -> first.merge(request.name(), request.at(), ScaleWave::earlier));
    double oldest =
        first.size() < world.policies()
            ? Double.POSITIVE_INFINITY
            : PolicyScale.seconds(due, Collections.max(first.values()));
    report.goal("oldest reconcile of a due policy, s", oldest, 60);
  }

  /** A minute that begins late enough for so many to be told of it. */
  static Instant dueAfter(int policies) {
    return Instant.now().plusSeconds(70).plusMillis(30L * policies).truncatedTo(ChronoUnit.MINUTES);
  }

  /** 0 where there is none. */
  private static double controllersCpu() {
    return Footprint.ofChild("kube-controller-manager").map(Footprint::cpuSeconds).orElse(0.0);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
