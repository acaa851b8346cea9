package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What became of one target of a run.
 *
 * @param name of the database, of {@code globals}, of the file tree, or of the guest
 * @param phase how it ended
 * @param consistency achieved; null without a snapshot
 * @param snapshotId 64 hex digits; null without a snapshot
 * @param size of the copy's content in bytes, whether it was read now or known to be unchanged;
 *     null without a snapshot
 * @param bytesRead from the source
 * @param bytesStored new in the repository
 * @param sha256 of the dump's bytes, 64 hex digits; null for file trees
 * @param reason why it failed or fell short, UpperCamelCase; null when it did not
 * @param message the same for a person
 */
@ApiObject
public record TargetStatus(
    @JsonPropertyDescription(
            "Name of the database, globals, the name of the file tree, or of the guest, such as"
                + " /guests/100.")
        @Required
        @Size(max = 253)
        String name,
    @JsonPropertyDescription("How the target ended.") @Nullable Phase phase,
    @JsonPropertyDescription(
            "The state that the copy represents. Crash: as if the power had failed. FileSystem: file"
                + " systems were frozen. Application: one consistent state of the data.")
        @Nullable Consistency consistency,
    @JsonPropertyDescription("The snapshot in the repository, as restic snapshots shows it.")
        @Size(max = 64)
        @Nullable String snapshotId,
    @JsonPropertyDescription(
            "Size of the copy in bytes, whether they were read now or known to be unchanged.")
        @Nullable Long size,
    @JsonPropertyDescription("Bytes read from the source.") @Nullable Long bytesRead,
    @JsonPropertyDescription("Bytes that were new in the repository.") @Nullable Long bytesStored,
    @JsonPropertyDescription("SHA-256 of the dump, for comparing after a restore.") @Size(max = 64)
        @Nullable String sha256,
    @JsonPropertyDescription("Why the target failed or fell short, as one word.") @Size(max = 64)
        @Nullable String reason,
    @JsonPropertyDescription("Why the target failed or fell short, as a sentence.") @Size(max = 512)
        @Nullable String message) {

  /** How a target ended. */
  public enum Phase {
    @JsonProperty("Succeeded")
    SUCCEEDED,
    @JsonProperty("Degraded")
    DEGRADED,
    @JsonProperty("Failed")
    FAILED,
    @JsonProperty("Cancelled")
    CANCELLED
  }

  /** The state that a copy represents after a restore. */
  public enum Consistency {
    /** As if the power had failed while files were being written. */
    @JsonProperty("Crash")
    CRASH,
    /** File systems were frozen. */
    @JsonProperty("FileSystem")
    FILE_SYSTEM,
    /** One consistent state of the application's data. */
    @JsonProperty("Application")
    APPLICATION
  }
}
