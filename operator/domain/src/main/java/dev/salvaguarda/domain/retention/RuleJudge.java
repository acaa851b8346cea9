package dev.salvaguarda.domain.retention;

import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
    List<JudgedSnapshot> judged = new ArrayList<>(newestFirst.size());
    for (int at = 0; at < newestFirst.size(); at++) {
      SnapshotFact snapshot = newestFirst.get(at);
      ZonedDateTime local = snapshot.time().atZone(zone);
      int rank = at + 1;
      boolean oldest = rank == newestFirst.size();
      List<RuleFinding> findings =
          Stream.concat(
                  counters.stream().map(counter -> counter.next(local, rank, oldest)),
                  within(snapshot, newestFirst.getFirst().time()))
              .toList();
      judged.add(verdict(snapshot, findings));
    }
    return judged;
  }

  private Stream<RuleFinding> within(SnapshotFact snapshot, Instant newest) {
    if (rules.keepWithin().spansNothing()) {
      return Stream.empty();
    }
    boolean young = snapshot.time().isAfter(rules.keepWithin().before(newest, zone));
    String text =
        (young ? "less than %s before the newest copy" : "%s or more before the newest copy")
            .formatted(rules.keepWithin().text());
    return Stream.of(new RuleFinding(young, new Reason(Cause.WITHIN, text)));
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
