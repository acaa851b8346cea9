package dev.salvaguarda.domain.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DurationTextTest {
  @Test
  void readsEveryUnitAndTheirSum() {
    assertThat(DurationText.parse("90s")).contains(Duration.ofSeconds(90));
    assertThat(DurationText.parse("1h30m")).contains(Duration.ofMinutes(90));
    assertThat(DurationText.parse("14d")).contains(Duration.ofDays(14));
  }

  @Test
  void refusesWhatIsNoDuration() {
    for (String text : new String[] {"", "10", "m", "1m1h", "-1s", "1.5h", " 1s"}) {
      assertThat(DurationText.parse(text)).as(text).isEmpty();
    }
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll @IntRange(min = 0) int seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    assertThat(DurationText.parse(DurationText.of(duration))).contains(duration);
  }

  @Test
  void sizesAreShortAndHaveBinaryUnits() {
    assertThat(SizeText.of(0)).isEqualTo("0 B");
    assertThat(SizeText.of(1023)).isEqualTo("1023 B");
    assertThat(SizeText.of(1536)).isEqualTo("1.5 KiB");
    assertThat(SizeText.of(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
  }
}
