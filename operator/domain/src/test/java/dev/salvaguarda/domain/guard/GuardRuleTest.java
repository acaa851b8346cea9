package dev.salvaguarda.domain.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Guards;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class GuardRuleTest {
  @Test
  void saysNothingWithoutLimits() {
    assertThat(GuardRule.doubt(Guards.none(), "payroll", 0, OptionalLong.of(1_000))).isEmpty();
  }

  @Test
  void namesBothNumbersWhenTheTargetIsSmallerThanTheMinimum() {
    Optional<Failure> doubt =
        GuardRule.doubt(new Guards(1_048_576, 100), "payroll", 12, OptionalLong.empty());

    assertThat(doubt)
        .contains(
            new Failure(
                FailureReason.GUARD_MIN_SIZE,
                "payroll has 12 bytes, less than guards.minSize 1048576 bytes; the copy was kept"));
  }

  @Test
  void namesAllNumbersWhenTheTargetShrankByMoreThanAllowed() {
    Optional<Failure> doubt =
        GuardRule.doubt(new Guards(0, 50), "payroll", 400, OptionalLong.of(1_000));

    assertThat(doubt)
        .contains(
            new Failure(
                FailureReason.GUARD_MAX_SHRINK,
                "payroll shrank from 1000 bytes to 400 bytes, by 60.0 %;"
                    + " guards.maxShrinkPercent is 50; the copy was kept"));
  }

  @Test
  void allowsExactlyTheLimits() {
    assertThat(GuardRule.doubt(new Guards(500, 50), "payroll", 500, OptionalLong.of(1_000)))
        .isEmpty();
  }

  @Test
  void neverShowsAPercentageThatTheGuardWouldHaveAllowed() {
    Optional<Failure> doubt =
        GuardRule.doubt(new Guards(0, 50), "payroll", 499_999_999, OptionalLong.of(1_000_000_000));

    assertThat(doubt).hasValueSatisfying(f -> assertThat(f.message()).contains("by 50.1 %"));
  }

  @Property
  void aTargetThatDidNotShrinkIsNeverDoubtedForShrinking(
      @ForAll @LongRange(min = 0) long before,
      @ForAll @LongRange(min = 0) long growth,
      @ForAll @IntRange(max = 100) int percent) {
    long size = before > Long.MAX_VALUE - growth ? Long.MAX_VALUE : before + growth;

    assertThat(GuardRule.doubt(new Guards(0, percent), "t", size, OptionalLong.of(before)))
        .isEmpty();
  }
}
