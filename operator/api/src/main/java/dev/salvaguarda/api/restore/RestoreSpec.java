package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.schema.ListSet;
import dev.salvaguarda.api.worker.RunTemplate;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is brought back, and where to. Written once: only {@code cancel} may change, and {@code
 * attestation} may be set.
 *
 * @param purpose what it is for; {@link Purpose#RECOVERY} when not given
 * @param source which copies
 * @param targets names of the targets wanted; empty means all that the source names
 * @param target where to; null, for a test only, means scratch
 * @param overwrite what happens to what is there; {@link Overwrite#NEVER} when not given
 * @param checks questions to what was restored
 * @param deadline longest time from the object's creation; {@link #DEFAULT_DEADLINE} when not given
 * @param cancel whether it is asked to stop; never taken back; false when not given
 * @param attestation how a person judged a finished test; null until then
 * @param runTemplate how the pods are set up; null means as the policy says
 */
@ApiObject
@ValidationRule(
    value = RestoreSpec.UNCHANGED,
    message =
        "a restore is written once: only cancel may be set, and attestation once it has ended."
            + " Create another restore instead")
@ValidationRule(
    value = "!(has(oldSelf.cancel) && oldSelf.cancel) || (has(self.cancel) && self.cancel)",
    message = "cancel cannot be taken back. Create another restore instead")
@ValidationRule(
    value =
        "!has(oldSelf.attestation)"
            + " || (has(self.attestation) && self.attestation == oldSelf.attestation)",
    message = "attestation cannot be changed or taken back: it is signed once")
@ValidationRule(
    value = "!has(self.attestation) || self.purpose == 'Test'",
    message = "attestation is for tests: it has no meaning with purpose Recovery")
@ValidationRule(
    value = "self.purpose == 'Test' || (has(self.target) && !has(self.target.scratch))",
    message =
        "target must say where a recovery goes: postgresql, mariadb, files or proxmox. What is"
            + " restored to scratch is thrown away; for that use purpose: Test")
@ValidationRule(
    value =
        "!has(self.checks) || !has(self.target) || !has(self.target.files)"
            + " || self.checks.all(c, has(c.fileDigest))",
    message = "checks of files are fileDigest: nobody can ask a file with sql")
@ValidationRule(
    value =
        "!has(self.checks) || !has(self.target)"
            + " || !(has(self.target.postgresql) || has(self.target.mariadb))"
            + " || self.checks.all(c, has(c.sql))",
    message = "checks of a database server are sql: it holds no files to be compared")
@ValidationRule(
    value =
        "self.purpose != 'Test' || !has(self.target) || !has(self.target.proxmox)"
            + " || (self.target.proxmox.network == 'Isolated' && self.target.proxmox.unique"
            + " && (!has(self.target.proxmox.start) || self.target.proxmox.start))",
    message =
        "a test starts guests with new addresses and their links down: leave out network, unique and"
            + " start")
@ValidationRule(
    value =
        "self.purpose == 'Test' || !has(self.target) || !has(self.target.proxmox)"
            + " || has(self.target.proxmox.vmidRange)"
            + " || (has(self.targets) && size(self.targets) == 1)",
    message =
        "vmid is the number of one guest: name it in targets, or give a vmidRange in place of vmid")
@ValidationRule(
    value =
        "self.purpose == 'Test' || !has(self.target) || !has(self.target.proxmox)"
            + " || !has(self.target.proxmox.requireStart)",
    message = "requireStart is for tests: a recovery starts guests with start: true")
@ValidationRule(
    value =
        "self.overwrite != 'Force' || !has(self.target) || !has(self.target.proxmox)"
            + " || (self.purpose == 'Recovery' && has(self.target.proxmox.vmid))",
    message =
        "overwrite: Force replaces the guest whose number is vmid: it is for a recovery, and takes no"
            + " vmidRange")
@ValidationRule(
    value =
        "!has(self.checks) || self.checks.all(c, (has(c.command) || has(c.http))"
            + " == (self.purpose == 'Test' && has(self.target) && has(self.target.proxmox)))",
    message =
        "command and http ask guests that a test starts on a host, with target.proxmox, and such a"
            + " test asks nothing else")
public record RestoreSpec(
    @JsonPropertyDescription(
            "Recovery: brings data back. Test: proves that the copies restore, in scratch space or on"
                + " a Proxmox host, and throws what it restored away.")
        @Default("Recovery")
        Purpose purpose,
    @JsonPropertyDescription("Which copies: exactly one of runRef, policyRef and snapshot.")
        @Required
        RestoreSource source,
    @JsonPropertyDescription(
            "Names of the targets to restore, for example some of the databases. Without it, all"
                + " that the source names.")
        @Size(min = 1, max = 40)
        @ListSet
        List<@Size(min = 1, max = 253) String> targets,
    @JsonPropertyDescription(
            "Where to: exactly one of scratch, postgresql, mariadb, files and proxmox. A test without"
                + " it goes to scratch.")
        @Nullable RestoreTarget target,
    @JsonPropertyDescription(
            "What happens to what is there already. Never: it is left alone, and the target fails."
                + " Force: it is replaced.")
        @Default("Never")
        Overwrite overwrite,
    @JsonPropertyDescription(
            "Questions to what was restored; the restore passes only if each has the answer that is"
                + " expected.")
        @Size(max = 20)
        @ListMap("name")
        List<CheckSpec> checks,
    @JsonPropertyDescription(
            "Longest time from the creation of this object until the restore has ended, waiting and"
                + " all attempts included; then it is stopped and fails.")
        @Default(RestoreSpec.DEFAULT_DEADLINE)
        @DurationText
        String deadline,
    @JsonPropertyDescription(
            "Set to true to stop the restore, whatever it is doing. It cannot be taken back.")
        @Default("false")
        Boolean cancel,
    @JsonPropertyDescription(
            "How a person judged a test that has ended, such as the monthly one. Set once.")
        @Nullable AttestationSpec attestation,
    @JsonPropertyDescription(
            "How the pods are set up, as in a BackupPolicy; without it, as the policy of the copies"
                + " says. Its activeDeadline has no effect here: deadline counts.")
        @Nullable RunTemplate runTemplate) {

  /** How long a restore may take when nothing is said. */
  public static final String DEFAULT_DEADLINE = "24h";

  static final String UNCHANGED =
      "self.purpose == oldSelf.purpose && self.source == oldSelf.source"
          + " && self.overwrite == oldSelf.overwrite && self.deadline == oldSelf.deadline"
          + " && has(self.targets) == has(oldSelf.targets)"
          + " && (!has(self.targets) || self.targets == oldSelf.targets)"
          + " && has(self.target) == has(oldSelf.target)"
          + " && (!has(self.target) || self.target == oldSelf.target)"
          + " && has(self.checks) == has(oldSelf.checks)"
          + " && (!has(self.checks) || self.checks == oldSelf.checks)"
          + " && has(self.runTemplate) == has(oldSelf.runTemplate)"
          + " && (!has(self.runTemplate) || self.runTemplate == oldSelf.runTemplate)";

  public RestoreSpec {
    purpose = purpose == null ? Purpose.RECOVERY : purpose;
    targets = targets == null ? List.of() : List.copyOf(targets);
    overwrite = overwrite == null ? Overwrite.NEVER : overwrite;
    checks = checks == null ? List.of() : List.copyOf(checks);
    deadline = deadline == null ? DEFAULT_DEADLINE : deadline;
    cancel = cancel != null && cancel;
  }

  /** Where the data goes. */
  public RestoreTarget.Kind into() {
    return target == null ? ScratchTarget.usual() : target.kind();
  }

  /** What a restore is for. */
  public enum Purpose {
    /** Brings data back. */
    @JsonProperty("Recovery")
    RECOVERY,
    /** Proves that the copies restore. */
    @JsonProperty("Test")
    TEST
  }

  /** What happens to what is there already. */
  public enum Overwrite {
    /** It is left alone. */
    @JsonProperty("Never")
    NEVER,
    /** It is replaced. */
    @JsonProperty("Force")
    FORCE
  }
}
