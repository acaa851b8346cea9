package dev.salvaguarda.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A revision that falls, and nothing else, says that the data were set back. */
class SetBackTest {
  private final AtomicInteger found = new AtomicInteger();
  private final SetBack watch = new SetBack(found::incrementAndGet);

  @Test
  void aRevisionThatGrowsOrRestsSaysNothing() {
    LongStream.of(7, 7, 8, 1_000_000_000).forEach(watch);

    assertThat(found).hasValue(0);
  }

  @Test
  void aRevisionBelowTheHighestIsFoundOnce() {
    LongStream.of(900, 901, 500, 502, 400).forEach(watch);

    assertThat(found).hasValue(1);
  }
}
