package dev.salvaguarda.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What became of many that were due in the same minute.
 *
 * @param wanted how many were due
 * @param made Jobs
 * @param first seconds after that minute began until the first Job was made; endless for want of it
 * @param half until half of those that were due had theirs
 * @param all until the last had its own
 * @param residentMiB of the process that made them, once all pods are Pending
 * @param cpuSeconds that it took until the last Job
 * @param controllersCpuSeconds that kube-controller-manager took meanwhile, which makes the pods
 * @param requestsPerJob that it made until the last Job
 */
record Wave(
    int wanted,
    int made,
    double first,
    double half,
    double all,
    double residentMiB,
    double cpuSeconds,
    double controllersCpuSeconds,
    double requestsPerJob) {
  static final List<String> HEAD =
      List.of(
          "| due in the same minute | Jobs | first, s | half, s | all, s | resident MiB | CPU s"
              + " | CPU s of kube-controller-manager | requests per Job |",
          "|---|---|---|---|---|---|---|---|---|");

  private static final Duration LOOK = Duration.ofMillis(500);

  /**
   * @param requests of which all count
   */
  static Wave of(
      Instant due,
      int wanted,
      List<AuditLog.Request> requests,
      double residentMiB,
      double cpuSeconds,
      double controllersCpuSeconds) {
    List<Instant> jobs = jobs(requests);
    return new Wave(
        wanted,
        jobs.size(),
        seconds(due, jobs, 1),
        seconds(due, jobs, (wanted + 1) / 2),
        seconds(due, jobs, wanted),
        residentMiB,
        cpuSeconds,
        controllersCpuSeconds,
        (double) requests.size() / Math.max(1, jobs.size()));
  }

  /** Whether so many Jobs were made since; takes its time, so that asking costs next to nothing. */
  static boolean isOver(AuditLog audit, Instant due, int wanted) {
    PolicyScale.pause(LOOK);
    return jobs(audit.between(due, Instant.MAX)).size() >= wanted;
  }

  /** When Jobs were made, oldest first. */
  private static List<Instant> jobs(List<AuditLog.Request> requests) {
    return requests.stream()
        .filter(request -> request.what().equals("create jobs") && request.code() == 201)
        .map(AuditLog.Request::at)
        .sorted()
        .toList();
  }

  /** A line of the table. */
  String line(String who) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d of %,d | %.1f | %.1f | %.1f | %.0f | %.1f | %.1f | %.1f |",
        who,
        made,
        wanted,
        first,
        half,
        all,
        residentMiB,
        cpuSeconds,
        controllersCpuSeconds,
        requestsPerJob);
  }

  private static double seconds(Instant due, List<Instant> jobs, int number) {
    return number <= jobs.size() && number > 0
        ? Duration.between(due, jobs.get(number - 1)).toMillis() / 1000.0
        : Double.POSITIVE_INFINITY;
  }
}
