package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.incident.IncidentParts.ComponentSpec;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.MaintenanceWindowSpec;
import dev.salvaguarda.api.window.WindowParts.MoveSpec;
import dev.salvaguarda.domain.decision.Decision;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.window.WindowFacts;
import dev.salvaguarda.domain.window.WindowFacts.Decisions;
import dev.salvaguarda.domain.window.WindowFacts.Matter;
import dev.salvaguarda.domain.window.WindowFacts.Move;
import dev.salvaguarda.domain.window.WindowFacts.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a MaintenanceWindow records, read; pure. */
public final class WindowRecord {
  private WindowRecord() {}

  /** All that a decision about it may look at; what is dated ahead is not there before. */
  public static WindowFacts of(MaintenanceWindow window, Instant now) {
    MaintenanceWindowSpec spec = window.getSpec();
    return new WindowFacts(
        new Matter(
            window.getMetadata().getName(),
            window.getMetadata().getUid(),
            spec.components().stream().map(ComponentSpec::title).collect(Collectors.joining(", ")),
            purpose(spec.purpose()),
            spec.mayCauseUnavailability(),
            spec.cancelled() == null ? "" : spec.cancelled().reason(),
            zone(spec.timeZone())),
        new Times(spec.start(), spec.end()),
        spec.minimumNotice() == null ? null : DurationText.parse(spec.minimumNotice()).orElse(null),
        spec.reminders().stream().flatMap(text -> DurationText.parse(text).stream()).toList(),
        inOrder(decisions(spec, CountedDecisions.at(now))));
  }

  /**
   * What ends a window ends it after all that was decided before, whatever time its author gave:
   * calendars and readers get it last.
   */
  private static Decisions inOrder(Decisions made) {
    return made.moves().isEmpty()
        ? made
        : new Decisions(
            made.announcement(),
            made.moves(),
            notBefore(made.moves().getLast(), made.completed()),
            notBefore(made.moves().getLast(), made.cancelled()));
  }

  private static @Nullable Decision notBefore(Move move, @Nullable Decision ending) {
    Instant moved = move.decision().at();
    return ending == null || !ending.at().isBefore(moved)
        ? ending
        : new Decision(ending.by(), moved);
  }

  /**
   * When the next decision counts that is dated ahead; empty if none is, or if the window is over:
   * then nothing follows from it any more.
   */
  public static Optional<Instant> ahead(MaintenanceWindow window, Instant now) {
    Decisions made = decisions(window.getSpec(), CountedDecisions.at(now));
    if (made.completed() != null || made.cancelled() != null) {
      return Optional.empty();
    }
    Decisions all = decisions(window.getSpec(), CountedDecisions.all());
    return CountedDecisions.at(now)
        .next(
            Stream.concat(
                Stream.of(all.announcement(), all.completed(), all.cancelled())
                    .filter(Objects::nonNull),
                all.moves().stream().map(Move::decision)));
  }

  private static Decisions decisions(MaintenanceWindowSpec spec, CountedDecisions counted) {
    return new Decisions(
        counted.decision(spec.announcement()),
        spec.moves().stream()
            .filter(move -> counted.count(move.at()))
            .sorted(Comparator.comparing(MoveSpec::at))
            .map(move ->
                new Move(new Times(move.start(), move.end()), new Decision(move.by(), move.at())))
            .toList(),
        counted.decision(spec.completed()),
        spec.cancelled() == null
            ? null
            : counted.decision(spec.cancelled().by(), spec.cancelled().at()));
  }

  /** The sentence has its full stop already. */
  private static String purpose(@Nullable String text) {
    return Objects.requireNonNullElse(text, "").strip().replaceFirst("[.]+$", "");
  }

  /** In a zone that nobody knows nothing is told; the channel's own is there. */
  private static @Nullable ZoneId zone(@Nullable String name) {
    try {
      return name == null ? null : ZoneId.of(name);
    } catch (DateTimeException _) {
      return null;
    }
  }
}
