package dev.salvaguarda.controller.run;

import dev.salvaguarda.domain.run.RunPhase;
import dev.salvaguarda.domain.run.Surroundings.Turn;
import java.util.List;
import java.util.Optional;

/** Whose turn it is among the runs of a group. */
final class TurnReading {
  private TurnReading() {}

  /** Who holds a group's lease. */
  sealed interface Holder {
    /** Nobody, or a run that has ended or is gone. */
    record Nobody() implements Holder {}

    /** The run itself. */
    record Self() implements Holder {}

    /** Another run that has not ended. */
    record Other(String run) implements Holder {}
  }

  /**
   * Whether it is this run's turn.
   *
   * @param others runs of the namespace that have not ended
   */
  static Turn of(Contender self, List<Contender> others, Holder holder) {
    List<Contender> rivals = others.stream().filter(self::excludes).toList();
    List<Contender> ahead =
        rivals.stream()
            .filter(Contender::inLine)
            .filter(rival -> Contender.ORDER.compare(rival, self) < 0)
            .sorted(Contender.ORDER)
            .toList();
    Optional<String> active =
        rivals.stream()
            .filter(rival -> rival.phase() == RunPhase.RUNNING)
            .sorted(Contender.ORDER)
            .map(Contender::name)
            .findFirst();
    if (active.isPresent()) {
      return new Turn.Behind(ahead.size() + 1, active.get());
    }
    return switch (holder) {
      case Holder.Self _ -> new Turn.Mine();
      case Holder.Other(String run) -> new Turn.Behind(ahead.size() + 1, run);
      case Holder.Nobody _ ->
          ahead.isEmpty()
              ? new Turn.Free()
              : new Turn.Behind(ahead.size() + 1, ahead.getFirst().name());
    };
  }
}
