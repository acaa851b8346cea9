package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.TriggerSpec.MissedSpec;
import dev.salvaguarda.domain.schedule.MissedCause;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MissedSentenceTest {
  private static final Instant FRIDAY = Instant.parse("2026-11-21T01:00:00Z");
  private static final Instant SATURDAY = Instant.parse("2026-11-22T01:00:00Z");

  @Test
  void theCauseAndTheTimesOfThePolicysZoneAreSaid() {
    assertThat(
            MissedSentence.of(
                new MissedSpec(1, FRIDAY, FRIDAY, MissedCause.TOO_LATE.words(), null),
                policy("America/Fortaleza")))
        .isEqualTo(
            "A run was due at 2026-11-20T22:00-03:00; it was not started within startingDeadline.");
    assertThat(
            MissedSentence.of(
                new MissedSpec(2, FRIDAY, SATURDAY, MissedCause.SUPERSEDED.words(), null),
                policy("America/Fortaleza")))
        .isEqualTo(
            "2 runs were due from 2026-11-20T22:00-03:00 to 2026-11-21T22:00-03:00;"
                + " they were superseded by a newer one that is due.");
  }

  @Test
  void withoutAPolicyOrAZoneTheTimesAreInUtcAndWithoutACauseTheyWereLate() {
    MissedSpec record = new MissedSpec(1, FRIDAY, FRIDAY, null, null);

    assertThat(MissedSentence.of(record, null))
        .isEqualTo("A run was due at 2026-11-21T01:00Z; it was not started in time.")
        .isEqualTo(MissedSentence.of(record, policy("America/Nowhere")));
  }

  private static BackupPolicy policy(String zone) {
    return Serialization.unmarshal("spec:\n  timeZone: %s\n".formatted(zone), BackupPolicy.class);
  }
}
