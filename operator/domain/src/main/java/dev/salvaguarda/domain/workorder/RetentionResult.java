package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.retention.Cause;
import dev.salvaguarda.domain.retention.JudgedSnapshot;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.retention.Reason;
import dev.salvaguarda.domain.retention.RetentionDecision;
import dev.salvaguarda.domain.text.Sentence;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a maintenance pass kept and removed of one policy's snapshots, and what the next one does.
 *
 * @param namespace of the policy
 * @param policy its name
 * @param decidedAt the instant for which it was decided
 * @param rules that were applied, as {@link dev.salvaguarda.domain.retention.RetentionRules#text}
 * @param left how many snapshots the pass left
 * @param removed how many it removed
 * @param heldBack how many of those left are not kept by any rule or floor
 * @param allowance how many the pass might remove without a day's notice
 * @param announcement what people must be told of; null if nothing
 * @param keptBy of how many snapshots each rule or floor says that they stay; one that keeps none
 *     is absent
 * @param samples some of the snapshots, with all their reasons: held back or removed first, at most
 *     {@link #MOST_SAMPLES}
 */
public record RetentionResult(
    String namespace,
    String policy,
    Instant decidedAt,
    String rules,
    int left,
    int removed,
    int heldBack,
    int allowance,
    @Nullable Announcement announcement,
    Map<Cause, Integer> keptBy,
    List<Sample> samples) {
  /** More would not fit the status of a policy with several repositories. */
  public static final int MOST_SAMPLES = 10;

  private static final int LONGEST_WHY = 400;

  public RetentionResult {
    keptBy = Map.copyOf(keptBy);
    samples = List.copyOf(samples);
  }

  /** The result of a pass that did all that was decided. */
  public static RetentionResult of(RetentionOrder order, RetentionDecision decision) {
    int removed = decision.of(Fate.REMOVED).size();
    return new RetentionResult(
        order.namespace(),
        order.policy(),
        order.at(),
        order.terms().rules().text(),
        decision.snapshots().size() - removed,
        removed,
        decision.of(Fate.HELD_BACK).size(),
        decision.allowance(),
        decision.announcement(),
        keptBy(decision),
        samples(decision));
  }

  private static Map<Cause, Integer> keptBy(RetentionDecision decision) {
    Map<Cause, Integer> counts = new EnumMap<>(Cause.class);
    decision.of(Fate.KEPT).stream()
        .flatMap(kept -> kept.reasons().stream())
        .forEach(reason -> counts.merge(reason.cause(), 1, Integer::sum));
    return counts;
  }

  /** Of what stays the oldest tell most: what they are kept by is what reaches back farthest. */
  private static List<Sample> samples(RetentionDecision decision) {
    return Stream.of(Fate.HELD_BACK, Fate.REMOVED, Fate.KEPT)
        .flatMap(fate -> decision.of(fate).reversed().stream())
        .limit(MOST_SAMPLES)
        .map(Sample::of)
        .toList();
  }

  /**
   * One snapshot, and why it stays or goes.
   *
   * @param snapshot its id
   * @param target that it is a copy of
   * @param time the instant that the copy speaks of
   * @param fate what becomes of it
   * @param why all reasons in one line, separated by semicolons
   */
  public record Sample(String snapshot, String target, Instant time, Fate fate, String why) {
    private static Sample of(JudgedSnapshot judged) {
      return new Sample(
          judged.snapshot().id(),
          judged.snapshot().target(),
          judged.snapshot().time(),
          judged.fate(),
          Sentence.oneLine(
              judged.reasons().stream().map(Reason::words).collect(Collectors.joining("; ")),
              LONGEST_WHY));
    }
  }
}
