package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.retention.Cause;
import dev.salvaguarda.domain.retention.JudgedSnapshot;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.retention.NextPass;
import dev.salvaguarda.domain.retention.Reason;
import dev.salvaguarda.domain.retention.RetentionDecision;
import dev.salvaguarda.domain.retention.RetentionForecast;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.text.Sentence;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param next what the next pass does as things stand; null if none is due
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
    List<Sample> samples,
    @Nullable Preview next) {
  /** More would not fit the status of a policy with several repositories. */
  public static final int MOST_SAMPLES = 10;

  private static final int LONGEST_WHY = 400;

  /** Of what may still change fewer words are enough. */
  private static final int MOST_PREVIEWED = 5;

  private static final int LONGEST_PREVIEWED_WHY = 120;

  public RetentionResult {
    keptBy = Map.copyOf(keptBy);
    samples = List.copyOf(samples);
  }

  /**
   * The result of a pass that did all that was decided.
   *
   * @param next what the next one does; null if none is due
   */
  public static RetentionResult of(
      RetentionOrder order, RetentionDecision decision, @Nullable Preview next) {
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
        samples(decision),
        next);
  }

  /** Whether both tell of the same policy. */
  public boolean isOfPolicyOf(RetentionResult other) {
    return namespace.equals(other.namespace) && policy.equals(other.policy);
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
        .map(judged -> Sample.of(judged, LONGEST_WHY))
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
    private static Sample of(JudgedSnapshot judged, int longestWhy) {
      return new Sample(
          judged.snapshot().id(),
          judged.snapshot().target(),
          judged.snapshot().time(),
          judged.fate(),
          Sentence.oneLine(
              judged.reasons().stream().map(Reason::words).collect(Collectors.joining("; ")),
              longestWhy));
    }
  }

  /**
   * What the next pass does, if the copies that are due until then are made and nothing else
   * changes.
   *
   * @param at when it is due
   * @param terms the rules and the zone for which that holds
   * @param due how many copies are due until then; null if more than can be counted, and then the
   *     rest is not known either
   * @param snapshots how many there are then
   * @param removes how many of them it removes, copies that are due among them
   * @param samples some of those that are there already and go, the oldest first
   */
  public record Preview(
      Instant at,
      String terms,
      @Nullable Integer due,
      @Nullable Integer snapshots,
      @Nullable Integer removes,
      List<Sample> samples) {
    public Preview {
      samples = List.copyOf(samples);
    }

    /** What a forecast says; one that is empty could not be made. */
    public static Preview of(
        NextPass next, RetentionTerms terms, Optional<RetentionForecast> forecast) {
      return new Preview(
          next.at(),
          terms.text(),
          forecast.map(one -> one.expected().size()).orElse(null),
          forecast.map(one -> one.decision().snapshots().size()).orElse(null),
          forecast.map(one -> one.decision().of(Fate.REMOVED).size()).orElse(null),
          forecast.stream()
              .flatMap(one -> one.removed().reversed().stream())
              .limit(MOST_PREVIEWED)
              .map(judged -> Sample.of(judged, LONGEST_PREVIEWED_WHY))
              .toList());
    }
  }
}
