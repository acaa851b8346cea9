package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What became of one target of a restore.
 *
 * @param name of the database, of {@code globals}, of the file tree, or of the guest
 * @param phase where it stands
 * @param snapshotId that is restored, 64 hex digits
 * @param size of the copy in bytes; null where that is not known
 * @param sha256 of the dump as its run recorded it, 64 hex digits; null for file trees and where no
 *     run is known
 * @param rung how far it is proven; null if nothing is
 * @param bytesRestored of its content; null until it was worked on
 * @param sha256Matches whether the dump has that hash; null if that was not compared
 * @param restoredAs name of the database, the directory, or the guest that holds it now; null if
 *     nothing does
 * @param reason why it failed or fell short, UpperCamelCase; null when it did not
 * @param message the same for a person; of one that passed, what a person should know of it, null
 *     where there is nothing
 */
@ApiObject
public record RestoredTarget(
    @JsonPropertyDescription(
            "Name of the database, globals, the name of the file tree, or of the guest, such as"
                + " /guests/100.")
        @Required
        @Size(max = 253)
        String name,
    @JsonPropertyDescription("Where the target stands.") @Nullable Phase phase,
    @JsonPropertyDescription("The snapshot that is restored.") @Size(max = 64)
        @Nullable String snapshotId,
    @JsonPropertyDescription("Size of the copy in bytes.") @Nullable Long size,
    @JsonPropertyDescription("SHA-256 of the dump as its run recorded it.") @Size(max = 64)
        @Nullable String sha256,
    @JsonPropertyDescription("How far it is proven: V0, V1, V2 or V3.") @Size(max = 8)
        @Nullable String rung,
    @JsonPropertyDescription("Bytes that were brought back.") @Nullable Long bytesRestored,
    @JsonPropertyDescription("Whether the restored dump has that SHA-256.")
        @Nullable Boolean sha256Matches,
    @JsonPropertyDescription("The database, the directory, or the guest that holds it now.")
        @Size(max = 1024)
        @Nullable String restoredAs,
    @JsonPropertyDescription("Why the target failed or fell short, as one word.") @Size(max = 64)
        @Nullable String reason,
    @JsonPropertyDescription(
            "Why the target failed or fell short, why it is not proven further, or what a person has"
                + " to do about it, as a sentence.")
        @Size(max = 512)
        @Nullable String message) {

  /** Where a target stands. */
  public enum Phase {
    /** No attempt has told of it yet. */
    @JsonProperty("Pending")
    PENDING,
    @JsonProperty("Succeeded")
    SUCCEEDED,
    @JsonProperty("Degraded")
    DEGRADED,
    @JsonProperty("Failed")
    FAILED,
    @JsonProperty("Cancelled")
    CANCELLED
  }
}
