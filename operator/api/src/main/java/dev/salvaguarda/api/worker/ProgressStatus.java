package dev.salvaguarda.api.worker;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an attempt is.
 *
 * @param percent of the bytes expected, 0 to 100; null where the size is not known beforehand
 * @param target the one being worked on
 * @param targetsDone targets finished, well or not
 * @param targetsTotal targets of the attempt; 0 while unknown
 * @param bytesRead from the source, or from the repository by a restore
 * @param bytesStored new in the repository, or written by a restore
 * @param rate bytes read per second, for people
 * @param eta when it will end at this rate; null where percent is
 * @param lastProgressTime when the worker said so
 */
@ApiObject
public record ProgressStatus(
    @JsonPropertyDescription("Percent of the bytes expected; absent where nobody knows.")
        @Nullable Integer percent,
    @JsonPropertyDescription("The target that is being worked on.") @Size(max = 253)
        @Nullable String target,
    @JsonPropertyDescription("Targets that ended, well or not.") @Nullable Integer targetsDone,
    @JsonPropertyDescription("Targets of the attempt.") @Nullable Integer targetsTotal,
    @JsonPropertyDescription(
            "Bytes read: by a run from the source, by a restore from the repository.")
        @Nullable Long bytesRead,
    @JsonPropertyDescription("Bytes written: by a run, those that were new in the repository.")
        @Nullable Long bytesStored,
    @JsonPropertyDescription("What is read per second, for example 31.2 MiB/s.") @Size(max = 32)
        @Nullable String rate,
    @JsonPropertyDescription("When the attempt will end at this rate.") @Nullable Instant eta,
    @JsonPropertyDescription("When the pod last said how far it is.")
        @Nullable Instant lastProgressTime) {}
