package dev.salvaguarda.api.worker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the program in the pod runs as. Everything else of the pod's security context is fixed: no
 * privilege escalation, a read-only root file system, the runtime's seccomp profile.
 *
 * @param runAsUser numeric user; null means 65532
 * @param runAsGroup numeric group; null means 65532
 * @param fsGroup group of mounted volumes; null means none
 * @param supplementalGroups further groups of the process
 * @param capabilities what root may do beyond nothing; null means nothing
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.capabilities) || !has(self.capabilities.add) || self.capabilities.add.size() == 0"
            + " || (has(self.runAsUser) && self.runAsUser == 0)",
    message = "capabilities have an effect only with runAsUser: 0")
public record RunSecurityContext(
    @JsonPropertyDescription("Numeric user that the program runs as. Without it: 65532.")
        @Min(0)
        @Max(4294967295.0)
        @Nullable Long runAsUser,
    @JsonPropertyDescription("Numeric group that the program runs as. Without it: 65532.")
        @Min(0)
        @Max(4294967295.0)
        @Nullable Long runAsGroup,
    @JsonPropertyDescription(
            "Group to which the kubelet gives mounted volumes, where the volume allows that.")
        @Min(0)
        @Max(4294967295.0)
        @Nullable Long fsGroup,
    @JsonPropertyDescription("Further groups of the program, for example those of a share.")
        @Size(max = 32)
        List<@Min(0) @Max(4294967295.0) Long> supplementalGroups,
    @JsonPropertyDescription("What the program may do when it runs as user 0.")
        @Nullable Capabilities capabilities) {

  public RunSecurityContext {
    supplementalGroups = supplementalGroups == null ? List.of() : List.copyOf(supplementalGroups);
  }

  /**
   * Linux capabilities.
   *
   * @param add the ones that are given; all others are dropped
   */
  @ApiObject
  public record Capabilities(
      @JsonPropertyDescription(
              "Capabilities to give. Only DAC_READ_SEARCH is allowed: it reads every file, whoever"
                  + " owns it, and writes none.")
          @Size(max = 1)
          List<Capability> add) {

    public Capabilities {
      add = add == null ? List.of() : List.copyOf(add);
    }
  }

  /** The capabilities that a copy can need. */
  public enum Capability {
    /** Reading every file and directory, whoever owns it. */
    @JsonProperty("DAC_READ_SEARCH")
    DAC_READ_SEARCH
  }
}
