package dev.salvaguarda.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report of single figures, some of them with a goal. */
final class ScaleReport {
  private static final double MOST_MEMORY = 256;

  private final BenchReport report;
  private final String workload;
  private final List<PlainGoal> goals = new ArrayList<>();
  private final List<Cost> costs = new ArrayList<>();

  /** What one more takes; what is no finite number was not measured. */
  private record Cost(String of, double etcdBytes, double heapBytes, double requests) {}

  /**
   * @param workload as the table of all goals names it
   */
  ScaleReport(BenchReport report, String workload) {
    this.report = report;
    this.workload = workload;
    report.put("goals", goals);
    report.put("costs", costs);
    report.line(workload + ".");
  }

  BenchReport all() {
    return report;
  }

  void line(String what, double value) {
    report.put(what, value);
    report.line(String.format(Locale.ROOT, "- %s: %.1f", what, value));
  }

  void goal(String what, double value, double atMost) {
    PlainGoal goal = new PlainGoal(workload, what, value, atMost);
    goals.add(goal);
    report.line(
        "- %s: %s, goal %s: %s"
            .formatted(what, Goal.text(value), Goal.text(atMost), goal.holds() ? "met" : "MISSED"));
  }

  void counts(String when, List<AuditLog.Request> requests) {
    Map<String, Long> counts = AuditLog.counts(requests);
    report.put("requests " + when, counts);
    report.line(
        "  - requests %s: %,d, of them %,d reads: %s"
            .formatted(
                when,
                requests.size(),
                requests.stream().filter(AuditLog.Request::isRead).count(),
                String.join(
                    ", ",
                    counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                        .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
                        .toList())));
  }

  /** What an operator takes now; returns the bytes of its objects. */
  long memory(ScaleOperator operator, String when) throws IOException {
    goal("resident MiB " + when, operator.footprint().residentMiB(), MOST_MEMORY);
    line("most resident MiB since the start, " + when, operator.footprint().peakMiB());
    ScaleOperator.Heap heap = operator.heap();
    line("heap in use " + when + ", MiB", heap.bytes() / 1048576.0);
    report.put("classes " + when, heap.largest());
    heap.largest().forEach(System.out::println);
    return heap.bytes();
  }

  /** Notes what one more of a kind takes. */
  void cost(String of, double etcdBytes, double heapBytes, double requests) {
    costs.add(new Cost(of, etcdBytes, heapBytes, requests));
  }

  /** The table of all that was noted. */
  void costs() {
    report.line("");
    report.line("| one more | bytes in etcd | bytes of the operator's heap | requests |");
    report.line("|---|---|---|---|");
    for (Cost cost : costs) {
      report.line(
          "| %s | %s | %s | %s |"
              .formatted(
                  cost.of(),
                  text("%,.0f", cost.etcdBytes()),
                  text("%,.0f", cost.heapBytes()),
                  text("%.1f", cost.requests())));
    }
    report.line("");
    report.line(
        "Heap is the difference of two operators' objects, each after a collection: of few policies"
            + " it says nothing.");
    report.line("");
  }

  /** Adds a line to the table of waves, which {@link Wave#HEAD} begins. */
  void wave(String who, Wave wave) {
    report.put("wave of " + who, wave);
    report.line(wave.line(who));
  }

  private static String text(String form, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, form, value) : "";
  }
}
