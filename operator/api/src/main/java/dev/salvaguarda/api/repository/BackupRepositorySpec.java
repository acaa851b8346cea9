package dev.salvaguarda.api.repository;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Where a repository lies, how it is opened, how often that is tried.
 *
 * @param s3 bucket and credentials
 * @param encryption passwords that open the repository
 * @param maintenance when it is looked after; null means never
 * @param probeInterval time between two probes; {@link #DEFAULT_PROBE_INTERVAL} when not given
 */
@ApiObject
public record BackupRepositorySpec(
    @JsonPropertyDescription("The S3 bucket that holds the repository, and how to reach it.")
        @Required
        S3Spec s3,
    @JsonPropertyDescription(
            "The passwords that open the repository. All that is stored is encrypted with a key that"
                + " only they unlock: if every one of them is lost, so is every archive.")
        @Required
        EncryptionSpec encryption,
    @JsonPropertyDescription(
            "When the repository is looked after: what no snapshot needs any more is taken out, and"
                + " all that its snapshots need is looked for. Without it, nothing is ever taken"
                + " out.")
        @Nullable MaintenanceSpec maintenance,
    @JsonPropertyDescription(
            "Time between two probes. A probe opens the repository with the password, writes, reads"
                + " and deletes a small object, and measures the clock difference. At least 10s.")
        @Default(BackupRepositorySpec.DEFAULT_PROBE_INTERVAL)
        @DurationText
        @ValidationRule(
            value = "!self.matches('^(0+[dhm])*0*[0-9]s$')",
            message = "must be at least 10s")
        String probeInterval) {

  /** How often a repository is probed when nothing is said. */
  public static final String DEFAULT_PROBE_INTERVAL = "15m";

  public BackupRepositorySpec {
    probeInterval = probeInterval == null ? DEFAULT_PROBE_INTERVAL : probeInterval;
  }
}
