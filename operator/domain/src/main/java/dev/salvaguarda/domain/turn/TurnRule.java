package dev.salvaguarda.domain.turn;

import java.util.List;
import java.util.Optional;

/** Decides whose turn it is: first come, first served, one at a time in each group. */
public final class TurnRule {
  private TurnRule() {}

  /**
   * Whether {@code self} may take the leases of its groups.
   *
   * @param others who have not ended; those that share no group don't matter
   */
  public static Turn of(Contender self, List<Contender> others) {
    List<Contender> rivals = others.stream().filter(self::excludes).toList();
    List<Contender> ahead =
        rivals.stream()
            .filter(rival -> rival.inLine() && Contender.ORDER.compare(rival, self) < 0)
            .toList();
    Optional<Contender> inTheWay =
        rivals.stream()
            .filter(Contender::active)
            .min(Contender.ORDER)
            .or(() -> ahead.stream().min(Contender.ORDER));
    return inTheWay
        .<Turn>map(rival -> new Turn.Behind(ahead.size() + 1, rival.name()))
        .orElseGet(Turn.Free::new);
  }
}
