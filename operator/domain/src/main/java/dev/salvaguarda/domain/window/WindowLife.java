package dev.salvaguarda.domain.window;

import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.window.WindowFacts.Decisions;
import dev.salvaguarda.domain.window.WindowFacts.Move;
import dev.salvaguarda.domain.window.WindowFacts.Times;
import dev.salvaguarda.domain.window.WindowOccasion.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a maintenance window stands and what became due of it, by what is recorded of it and the
 * time alone; pure. Nothing becomes due without an announcement.
 */
public final class WindowLife {
  /** Whoever is done needs a moment to say so; until then it is not told that it takes longer. */
  private static final Duration TO_SAY_SO = Duration.ofMinutes(15);

  private final WindowFacts facts;
  private final List<Version> versions = new ArrayList<>();

  private WindowLife(WindowFacts facts) {
    this.facts = facts;
    Decisions decisions = facts.decisions();
    Decision announcement = decisions.announcement();
    if (announcement == null) {
      return;
    }
    add(facts.planned(), announcement);
    for (Move move : decisions.moves()) {
      add(move.times(), move.decision());
    }
  }

  /**
   * What was said of its times at one time.
   *
   * @param until when something else was said
   */
  private record Version(int sequence, Times times, Decision decision, Instant until) {

    /** What became due at a time came due only if this was still what was said. */
    boolean holdsAt(Instant at) {
      return at.isAfter(decision.at()) && at.isBefore(until);
    }

    WindowOccasion occasion(Kind kind, String key, Instant at) {
      return new WindowOccasion(kind, key, sequence, times, decision.by(), at);
    }
  }

  private void add(Times times, Decision decision) {
    int sequence = versions.size();
    List<Move> moves = facts.decisions().moves();
    Decision next =
        sequence < moves.size() ? moves.get(sequence).decision() : facts.decisions().ending();
    versions.add(new Version(sequence, times, decision, next == null ? Instant.MAX : next.at()));
  }

  /** Where it stands. */
  public static WindowPhase phase(WindowFacts facts, Instant now) {
    Decisions decisions = facts.decisions();
    if (decisions.cancelled() != null) {
      return WindowPhase.CANCELLED;
    }
    if (decisions.completed() != null) {
      return WindowPhase.COMPLETED;
    }
    if (decisions.announcement() == null) {
      return WindowPhase.PROPOSED;
    }
    Times times = times(facts);
    if (now.isBefore(times.start())) {
      return WindowPhase.ANNOUNCED;
    }
    return now.isBefore(times.end()) ? WindowPhase.IN_PROGRESS : WindowPhase.OVERRUN;
  }

  /** Its times as they stand, moves included. */
  public static Times times(WindowFacts facts) {
    WindowLife life = new WindowLife(facts);
    return life.versions.isEmpty() ? facts.planned() : life.versions.getLast().times();
  }

  /** How often it was changed since its announcement, its cancellation included. */
  public static int sequence(WindowFacts facts) {
    Decisions decisions = facts.decisions();
    return decisions.announcement() == null
        ? 0
        : decisions.moves().size() + (decisions.cancelled() == null ? 0 : 1);
  }

  /**
   * How much later than it should have been its times were told; empty if in time, or not told at
   * all. It is worth a warning and no more: emergencies exist.
   */
  public static Optional<Duration> lateBy(WindowFacts facts) {
    Duration notice = facts.minimumNotice();
    WindowLife life = new WindowLife(facts);
    if (notice == null || life.versions.isEmpty()) {
      return Optional.empty();
    }
    Version last = life.versions.getLast();
    Duration given = Duration.between(last.decision().at(), last.times().start());
    return Optional.of(notice.minus(given)).filter(Duration::isPositive);
  }

  /** All that has to be told by now, or had to be, the oldest first. */
  public static List<WindowOccasion> due(WindowFacts facts, Instant now) {
    return new WindowLife(facts)
        .all()
        .filter(one -> !one.at().isAfter(now))
        .sorted(Comparator.comparing(WindowOccasion::at))
        .toList();
  }

  /**
   * Until when it keeps from happening what its work would disturb: from its start on, until
   * somebody says that the work is done, or a grace has passed after its end; empty if it does not
   * now.
   */
  public static Optional<Instant> heldUntil(WindowFacts facts, Duration grace, Instant now) {
    return switch (phase(facts, now)) {
      case IN_PROGRESS, OVERRUN ->
          Optional.of(times(facts).end().plus(grace)).filter(now::isBefore);
      case PROPOSED, ANNOUNCED, COMPLETED, CANCELLED -> Optional.empty();
    };
  }

  /**
   * Until when alerts about its components are no news: while it holds, and for the grace after
   * somebody said that the work is done; empty if they are news now.
   */
  public static Optional<Instant> quietUntil(WindowFacts facts, Duration grace, Instant now) {
    Decision completed = facts.decisions().completed();
    return heldUntil(facts, grace, now)
        .or(() ->
            Optional.ofNullable(completed)
                .filter(_ -> !now.isBefore(times(facts).start()))
                .map(done -> done.at().plus(grace))
                .filter(now::isBefore));
  }

  /**
   * When something becomes due or it comes to another phase by itself, without anybody deciding
   * anything; empty if nothing does any more.
   */
  public static Optional<Instant> nextChange(WindowFacts facts, Instant now) {
    WindowLife life = new WindowLife(facts);
    Stream<Instant> borders =
        life.versions.isEmpty() || facts.decisions().ending() != null
            ? Stream.empty()
            : Stream.of(times(facts).start(), times(facts).end());
    return Stream.concat(borders, life.all().map(WindowOccasion::at))
        .filter(now::isBefore)
        .min(Comparator.naturalOrder());
  }

  private Stream<WindowOccasion> all() {
    return versions.isEmpty()
        ? Stream.empty()
        : Stream.concat(
            versions.stream().flatMap(this::of),
            Stream.concat(
                ended(Kind.COMPLETED, facts.decisions().completed()),
                ended(Kind.CANCELLED, facts.decisions().cancelled())));
  }

  private Stream<WindowOccasion> of(Version version) {
    String key = version.sequence() == 0 ? "" : Integer.toString(version.sequence());
    Instant overrun = version.times().end().plus(TO_SAY_SO);
    Stream<WindowOccasion> told =
        Stream.of(
            version.occasion(
                version.sequence() == 0 ? Kind.ANNOUNCED : Kind.MOVED,
                key,
                version.decision().at()));
    Stream<WindowOccasion> reminders =
        facts.reminders().stream()
            .distinct()
            .map(before ->
                version.occasion(
                    Kind.REMINDED,
                    version.sequence() + "-" + before,
                    version.times().start().minus(before)));
    Stream<WindowOccasion> late = Stream.of(version.occasion(Kind.OVERRUN, key, overrun));
    return Stream.concat(
        told, Stream.concat(reminders, late).filter(one -> version.holdsAt(one.at())));
  }

  private Stream<WindowOccasion> ended(Kind kind, @Nullable Decision decision) {
    return decision == null
        ? Stream.empty()
        : Stream.of(
            new WindowOccasion(
                kind, "", sequence(facts), times(facts), decision.by(), decision.at()));
  }
}
