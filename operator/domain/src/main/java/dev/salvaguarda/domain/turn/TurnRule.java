package dev.salvaguarda.domain.turn;

import static dev.salvaguarda.domain.turn.Contender.Standing.ACTIVE;
import static dev.salvaguarda.domain.turn.Contender.Standing.IN_LINE;
import static dev.salvaguarda.domain.turn.Contender.Standing.NEW;

import dev.salvaguarda.domain.turn.Contender.Standing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides whose turn it is: first come, first served, one at a time in each group. */
public final class TurnRule {
  private TurnRule() {}

  /**
   * Whether {@code self} may take the leases of its groups. One that nobody has looked at yet has
   * its place in the line, but is not waited for: it may turn out to be unable. Nor is the line, if
   * somebody ahead in it waits for {@code self}: then a lease is in its hands already, since it
   * took one before the other came, and was kept from starting.
   *
   * @param others who have not ended; those that share no group don't matter
   */
  public static Turn of(Contender self, List<Contender> others) {
    List<Contender> rivals = others.stream().filter(self::excludes).toList();
    List<Contender> ahead =
        rivals.stream().filter(rival -> Contender.ORDER.compare(rival, self) < 0).toList();
    int before = (int) Stream.concat(in(IN_LINE, ahead), in(NEW, ahead)).count();
    boolean isWaitedFor = in(IN_LINE, ahead).anyMatch(one -> one.waitsFor().equals(self.name()));
    return in(ACTIVE, rivals)
        .min(Contender.ORDER)
        .or(() -> isWaitedFor ? Optional.empty() : in(IN_LINE, ahead).min(Contender.ORDER))
        .<Turn>map(rival -> new Turn.Behind(before + 1, rival.name()))
        .orElseGet(Turn.Free::new);
  }

  private static Stream<Contender> in(Standing standing, List<Contender> some) {
    return some.stream().filter(one -> one.standing() == standing);
  }
}
