package dev.salvaguarda.api.worker;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * The pod of an attempt.
 *
 * @param job name of the Job
 * @param pod name of the pod; null before there is one
 * @param node where it runs; null before it is scheduled
 * @param repository that it works with; null where that was not written down
 * @param peakMemory largest resident size, for people; null while unknown
 * @param peakMemoryBytes the same in bytes, over all attempts
 */
@ApiObject
public record WorkerStatus(
    @JsonPropertyDescription("Name of the Job.") @Size(max = 253) @Nullable String job,
    @JsonPropertyDescription("Name of the pod.") @Size(max = 253) @Nullable String pod,
    @JsonPropertyDescription("Node on which it runs.") @Size(max = 253) @Nullable String node,
    @JsonPropertyDescription("Name of the BackupRepository that it works with.") @Size(max = 253)
        @Nullable String repository,
    @JsonPropertyDescription("Most memory that the program took, for example 143.0 MiB.")
        @Size(max = 32)
        @Nullable String peakMemory,
    @JsonPropertyDescription("The same in bytes, over all attempts.")
        @Nullable Long peakMemoryBytes) {}
