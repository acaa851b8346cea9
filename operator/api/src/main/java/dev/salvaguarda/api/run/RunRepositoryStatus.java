package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What one of several repositories has of a run.
 *
 * @param name of the BackupRepository
 * @param state whether it has everything
 * @param copied snapshots that it got from the first repository, those of earlier runs included
 * @param lacking snapshots of the policy that it should get and has not; null if nobody could look
 * @param bytesStored new in it
 * @param reason why it lacks something, UpperCamelCase; null when it does not
 * @param message the same for a person
 */
@ApiObject
public record RunRepositoryStatus(
    @JsonPropertyDescription("Name of the BackupRepository.") @Required @Size(max = 253)
        String name,
    @JsonPropertyDescription(
            "Complete: it has every target of the run, and every earlier snapshot that it should"
                + " get. Incomplete: it lacks some; the next run brings what the first has.")
        @Nullable State state,
    @JsonPropertyDescription(
            "How many snapshots it got from the first repository in this run, those of earlier runs"
                + " included.")
        @Nullable Integer copied,
    @JsonPropertyDescription("How many snapshots of the policy it should get and has not.")
        @Nullable Integer lacking,
    @JsonPropertyDescription("Bytes that were new in it.") @Nullable Long bytesStored,
    @JsonPropertyDescription("Why it lacks something, as one word.") @Size(max = 64)
        @Nullable String reason,
    @JsonPropertyDescription("Why it lacks something, as a sentence.") @Size(max = 512)
        @Nullable String message) {

  /** Whether a repository has everything. */
  public enum State {
    @JsonProperty("Complete")
    COMPLETE,
    @JsonProperty("Incomplete")
    INCOMPLETE
  }
}
