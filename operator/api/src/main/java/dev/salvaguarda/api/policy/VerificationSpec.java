package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.restore.CheckSpec;
import dev.salvaguarda.api.restore.ScratchTarget;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.CronText;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it is proven that the copies of a policy restore.
 *
 * @param schedule when a test is due
 * @param checks questions to what a test restored; empty means none
 * @param scratch the space into which a test restores; null means what the copies need, on the
 *     node's own disk
 * @param attestation whether a person has to sign; null means not
 */
@ApiObject
public record VerificationSpec(
    @JsonPropertyDescription(
            "When the newest copies of all targets are restored to scratch space, proven and thrown"
                + " away: a Restore with purpose Test. What missedRuns and startingDeadline say of"
                + " runs holds for tests.")
        @Required
        TestSchedule schedule,
    @JsonPropertyDescription(
            "Questions to what was restored; a test passes only if each has the answer that is"
                + " expected.")
        @Size(max = 20)
        @ListMap("name")
        List<CheckSpec> checks,
    @JsonPropertyDescription(
            "The space into which a test restores. Without it, as much as the copies call for, on"
                + " the node's own disk.")
        @Nullable ScratchTarget scratch,
    @JsonPropertyDescription("Whether a person has to sign what a test found.")
        @Nullable SignOff attestation) {

  public VerificationSpec {
    checks = checks == null ? List.of() : List.copyOf(checks);
  }

  /** Whether a test counts only once a person has accepted it. */
  public boolean asksForSignature() {
    return attestation != null && Boolean.TRUE.equals(attestation.required());
  }

  /**
   * When a test is due.
   *
   * @param cron exactly five fields, read in the policy's time zone
   */
  @ApiObject
  public record TestSchedule(
      @JsonPropertyDescription(
              "When a test is due, in five fields as in schedules, in the policy's time zone. For"
                  + " example \"0 6 1 * *\" is every first day of a month at 06:00.")
          @Required
          @CronText
          String cron) {}

  /**
   * Whether a person has to sign.
   *
   * @param required whether a test counts only once a person has accepted it; false when not given
   */
  @ApiObject
  public record SignOff(
      @JsonPropertyDescription(
              "Whether a test counts only once a person has accepted it in the Restore's"
                  + " spec.attestation. Until then the condition Verified rests on the newest one"
                  + " that was accepted.")
          @Default("false")
          Boolean required) {
    public SignOff {
      required = required != null && required;
    }
  }
}
