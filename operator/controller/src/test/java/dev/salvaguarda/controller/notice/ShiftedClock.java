package dev.salvaguarda.controller.notice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's clock, some time ahead. */
final class ShiftedClock extends Clock {
  private final Duration ahead;
  private final Clock machine = Clock.system(ZoneOffset.UTC);

  ShiftedClock(Duration ahead) {
    this.ahead = ahead;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(ahead);
  }
}
