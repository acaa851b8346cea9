package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.restore.CheckSpec;
import dev.salvaguarda.api.restore.ProxmoxTarget;
import dev.salvaguarda.api.restore.ScratchTarget;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.CronText;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it is proven that the copies of a policy restore.
 *
 * @param schedule when a test is due; null means never
 * @param integrity when what is stored is read, a part at a time; null means never
 * @param checks questions to what a test restored; empty means none
 * @param scratch the space into which a test restores; null means what the copies need, on the
 *     node's own disk
 * @param proxmox the host on which a test starts guests; null means that it starts none
 * @param attestation whether a person has to sign; null means not
 */
@ApiObject
@ValidationRule(
    value = "has(self.schedule) || has(self.integrity)",
    message =
        "must have a schedule, on which copies are restored for proof, or integrity, on which what"
            + " is stored is read, or both")
@ValidationRule(
    value = "has(self.schedule) || !has(self.checks) || size(self.checks) == 0",
    message = "checks are asked of what a test restores, so they need a schedule")
@ValidationRule(
    value = "!has(self.proxmox) || (has(self.schedule) && !has(self.scratch))",
    message =
        "proxmox is where a test starts guests: it needs a schedule, and does not go with scratch")
@ValidationRule(
    value =
        "!has(self.checks)"
            + " || self.checks.all(c, (has(c.command) || has(c.http)) == has(self.proxmox))",
    message =
        "command and http ask guests that a test starts on a host, with proxmox, and such a test"
            + " asks nothing else")
@ValidationRule(
    value =
        "!has(self.proxmox) || (self.proxmox.network == 'Isolated' && self.proxmox.unique"
            + " && (!has(self.proxmox.start) || self.proxmox.start))",
    message =
        "a test starts guests with new addresses and their links down: leave out network, unique and"
            + " start")
public record VerificationSpec(
    @JsonPropertyDescription(
            "When the newest copies of all targets are restored to scratch space, or to the host of"
                + " proxmox, proven and thrown away: a Restore with purpose Test. What missedRuns and startingDeadline say of"
                + " runs holds for tests.")
        @Nullable TestSchedule schedule,
    @JsonPropertyDescription(
            "When a part of all packs of the policy's first repository is read, whatever policy"
                + " they are of, and compared with what was stored.")
        @Nullable IntegritySpec integrity,
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
    @JsonPropertyDescription(
            "The Proxmox VE host on which a test makes, starts and takes away each guest. Virtual"
                + " machines without a guest agent are not started, unless requireStart lets them"
                + " fail. Without it, a test reads what is stored and starts nothing.")
        @Nullable ProxmoxTarget proxmox,
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
   * When what is stored is read.
   *
   * @param cron exactly five fields, read in the policy's time zone
   * @param readPercent share of all packs that one reading reads, 1 to 100
   */
  @ApiObject
  public record IntegritySpec(
      @JsonPropertyDescription(
              "When a reading is due, in five fields as in schedules, in the policy's time zone. For"
                  + " example \"0 3 * * 6\" is every Saturday at 03:00. Readings that were missed"
                  + " are made up for by one.")
          @Required
          @CronText
          String cron,
      @JsonPropertyDescription(
              "How much of all packs one reading reads, in percent: with 10, ten readings read every"
                  + " byte.")
          @Required
          @ValidationRule(
              value = "self >= 1 && self <= 100",
              message = "must be from 1 to 100 percent: with 10, ten readings read every byte")
          Integer readPercent) {}

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
