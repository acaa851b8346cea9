package dev.salvaguarda.domain.nonconformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Tally OPENED = Tally.opened(signal(0));

  @Test
  void countsEachSignalOnceHoweverOftenItIsSeen() {
    Tally counted = OPENED.after(active(3)).after(active(3));

    assertThat(counted).isEqualTo(new Tally(3, signal(2), null));
  }

  @Test
  void countsAlsoWhatCameBeforeTheCauseWasGone() {
    assertThat(OPENED.after(gone(2, 5))).isEqualTo(new Tally(2, signal(1), at(5)));
  }

  @Test
  void isGoneSinceTheFirstThatShowedItAndStaysSo() {
    assertThat(OPENED.after(gone(1, 5)).after(gone(1, 7)).goneAt()).isEqualTo(at(5));
  }

  @Test
  void isThereAgainWithTheNextSignal() {
    Tally again = OPENED.after(gone(1, 5)).after(new Evidence.Active(List.of(signal(9)), 1));

    assertThat(again).isEqualTo(new Tally(2, signal(9), null));
  }

  @Test
  void isThereAgainWithoutBeingCountedWhereTheSameSignalHolds() {
    Signal same = new Signal(signal(0).name(), at(9), "Still so.");

    assertThat(OPENED.after(gone(1, 5)).after(new Evidence.Active(List.of(same), 1)))
        .isEqualTo(OPENED);
  }

  @Test
  void aLookAtWhatIsOlderThanWhatWasSeenTakesNothingBack() {
    Tally counted = OPENED.after(active(3));
    Tally gone = counted.after(gone(3, 5));

    assertThat(counted.after(gone(0, 1))).isEqualTo(counted);
    assertThat(gone.after(active(2))).isEqualTo(gone);
    assertThat(gone.after(new Evidence.Unknown())).isEqualTo(gone);
  }

  private static Evidence active(int count) {
    return new Evidence.Active(signals(count), count);
  }

  private static Evidence gone(int count, int second) {
    return new Evidence.Gone(signals(count), at(second));
  }

  private static List<Signal> signals(int count) {
    return IntStream.range(0, count).mapToObj(TallyTest::signal).toList();
  }

  private static Signal signal(int number) {
    return new Signal("run-" + number, at(number), "It failed.");
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}
