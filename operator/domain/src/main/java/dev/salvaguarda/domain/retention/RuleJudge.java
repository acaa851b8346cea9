package dev.salvaguarda.domain.retention;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Applies the rules to snapshots of one target, as restic does. */
final class RuleJudge {
  private final RetentionRules rules;
  private final ZoneId zone;

  RuleJudge(RetentionRules rules, ZoneId zone) {
    this.rules = rules;
    this.zone = zone;
  }

  /** What the rules alone say of them. */
  List<JudgedSnapshot> judge(List<SnapshotFact> newestFirst) {
    List<RuleCounter> counters =
        rules.counts().entrySet().stream()
            .map(rule -> new RuleCounter(rule.getKey(), rule.getValue()))
            .toList();
    WithinRule within = new WithinRule(rules.keepWithin(), newestFirst.getFirst().time(), zone);
    List<JudgedSnapshot> judged = new ArrayList<>(newestFirst.size());
    for (int at = 0; at < newestFirst.size(); at++) {
      SnapshotFact snapshot = newestFirst.get(at);
      LocalDateTime local = LocalDateTime.ofInstant(snapshot.time(), zone);
      List<RuleFinding> findings = new ArrayList<>(counters.size() + 1);
      for (RuleCounter counter : counters) {
        findings.add(counter.next(local, at + 1, at + 1 == newestFirst.size()));
      }
      within.judge(snapshot.time()).ifPresent(findings::add);
      judged.add(verdict(snapshot, findings));
    }
    return judged;
  }

  private static JudgedSnapshot verdict(SnapshotFact snapshot, List<RuleFinding> findings) {
    boolean kept = findings.stream().anyMatch(RuleFinding::kept);
    List<Reason> reasons =
        findings.stream()
            .filter(finding -> finding.kept() == kept)
            .map(RuleFinding::reason)
            .toList();
    return new JudgedSnapshot(snapshot, kept ? Fate.KEPT : Fate.REMOVED, reasons);
  }
}
