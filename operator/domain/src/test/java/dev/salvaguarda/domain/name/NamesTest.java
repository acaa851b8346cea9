package dev.salvaguarda.domain.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final LocalDateTime TEN_PM = LocalDateTime.parse("2026-11-23T22:00");
  private static final String OBJECT_NAME =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final String LABEL_VALUE = "[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?";

  @Test
  void aRunIsNamedByPolicyScheduleAndDueMinute() {
    assertThat(RunName.ofTick("payroll", "daily", TEN_PM, false))
        .isEqualTo("payroll-daily-202611232200");
  }

  @Test
  void theSecondPassOfARepeatedHourHasItsOwnName() {
    assertThat(RunName.ofTick("payroll", "daily", TEN_PM, true))
        .isEqualTo("payroll-daily-202611232200b");
  }

  @Test
  void aCatchUpIsNotNamedLikeTheMissedRunItMakesUpFor() {
    assertThat(RunName.ofCatchUp("payroll", "daily", TEN_PM, false))
        .isEqualTo("payroll-daily-202611232200-catchup");
  }

  @Test
  void twoLongPoliciesWithTheSameBeginningGetDifferentNames() {
    String stem = "a".repeat(252);

    assertThat(RunName.ofTick(stem + "b", "daily", TEN_PM, false))
        .isNotEqualTo(RunName.ofTick(stem + "c", "daily", TEN_PM, false));
    assertThat(LabelValue.of(stem + "b")).isNotEqualTo(LabelValue.of(stem + "c"));
  }

  @Test
  void aDistinguishedNameDependsOnTheIdentity() {
    String taken = RunName.ofTick("payroll", "daily", TEN_PM, false);

    assertThat(RunName.distinguished(taken, "uid-1"))
        .startsWith("payroll-daily-202611232200-")
        .isNotEqualTo(RunName.distinguished(taken, "uid-2"));
  }

  @Test
  void dotsOfARunNeverReachTheJobAndNeverMakeTwoJobsOne() {
    assertThat(JobName.of("before.upgrade", 1))
        .doesNotContain(".")
        .isNotEqualTo(JobName.of("before-upgrade", 1));
  }

  @Property
  void runNamesAreValidAndShortForAnyPolicy(
      @ForAll("objectNames") String policy,
      @ForAll("objectNames") String schedule,
      @ForAll boolean again) {
    assertThat(RunName.ofTick(policy, schedule, TEN_PM, again))
        .matches(OBJECT_NAME)
        .hasSizeLessThanOrEqualTo(RunName.MAX_LENGTH);
    assertThat(RunName.ofCatchUp(policy, schedule, TEN_PM, again))
        .matches(OBJECT_NAME)
        .hasSizeLessThanOrEqualTo(RunName.MAX_LENGTH);
    assertThat(RunName.distinguished(RunName.ofTick(policy, schedule, TEN_PM, again), policy))
        .matches(OBJECT_NAME)
        .hasSizeLessThanOrEqualTo(RunName.MAX_LENGTH);
  }

  @Property
  void jobNamesAndLabelValuesAreValidForAnyRun(
      @ForAll("objectNames") String run, @ForAll @IntRange(min = 1, max = 999) int attempt) {
    assertThat(JobName.of(run, attempt))
        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")
        .hasSizeLessThanOrEqualTo(JobName.MAX_LENGTH)
        .endsWith("-" + attempt);
    assertThat(LabelValue.of(run))
        .matches(LABEL_VALUE)
        .hasSizeLessThanOrEqualTo(LabelValue.MAX_LENGTH);
  }

  @Provide
  Arbitrary<String> objectNames() {
    return Arbitraries.strings()
        .withChars("abcxyz019-.")
        .ofMinLength(1)
        .ofMaxLength(253)
        .filter(name -> name.matches(OBJECT_NAME));
  }
}
