package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;

/**
 * What the operator found at a policy, for which it opened the record.
 *
 * @param policyRef the policy, in the same namespace
 * @param cause what is wrong
 * @param number among the records of this policy and cause, from 1
 * @param signal name of the run, test or copy that showed it first
 * @param since when that was
 * @param finding what was seen, as a sentence
 * @param closeBy by when a person is to close it
 */
@ApiObject
public record PolicyFindingSpec(
    @JsonPropertyDescription("The BackupPolicy.") @Required LocalRef policyRef,
    @JsonPropertyDescription(
            "What is wrong. Failed, Missed, Degraded: how a run ended. Late: the newest good copy is"
                + " older than objectives.rpo. Unverified: no test proves that the copies restore.")
        @Required
        NonConformityCause cause,
    @JsonPropertyDescription("Its number among those of this policy and cause.") @Required @Min(1)
        Integer number,
    @JsonPropertyDescription("Name of the run, test or copy that showed it first.")
        @Required
        @Size(min = 1, max = 253)
        String signal,
    @JsonPropertyDescription("When that was.") @Required Instant since,
    @JsonPropertyDescription("What was seen.") @Required @Size(min = 1, max = 1024) String finding,
    @JsonPropertyDescription("By when it is to be closed. After that it is told once more.")
        @Required
        Instant closeBy) {}
