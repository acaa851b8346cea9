package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hook of a run, as its policy had it when it was the run's turn.
 *
 * @param name of the hook
 * @param when on which side of the work it is called
 * @param state where it is
 * @param tries how often it was begun; an operator that dies meanwhile begins it once more
 * @param startTime when the newest try was begun; null before the first
 * @param endTime when its outcome was known; null before
 * @param message what came of the newest try, for a person; null before
 * @param call the hook of the policy, as JSON; a rule of the policy holds for it
 */
@ApiObject
public record HookStatus(
    @JsonPropertyDescription("Name of the hook.") @Required @Size(max = 40) String name,
    @JsonPropertyDescription("Before or After the work.") @Nullable When when,
    @JsonPropertyDescription(
            "Pending: not called. Running: it was begun, and no outcome is known yet. Succeeded or"
                + " Failed: what came of it.")
        @Nullable State state,
    @JsonPropertyDescription("How often it was begun.") @Nullable Integer tries,
    @JsonPropertyDescription("When the newest try began. Written before it is carried out.")
        @Nullable Instant startTime,
    @JsonPropertyDescription("When its outcome was known.") @Nullable Instant endTime,
    @JsonPropertyDescription(
            "What came of the newest try: an exit status or a status code. Never what the program"
                + " or the server said.")
        @Size(max = 512)
        @Nullable String message,
    @JsonPropertyDescription(
            "What is called, as JSON, as the policy said when the run began: what becomes of the"
                + " policy meanwhile changes nothing of it.")
        @Size(max = HookStatus.LONGEST_CALL)
        @Nullable String call) {

  /** Characters that a call may have. */
  public static final int LONGEST_CALL = 8192;

  /** The side of the work. */
  public enum When {
    @JsonProperty("Before")
    BEFORE,
    @JsonProperty("After")
    AFTER
  }

  /** Where a hook is. */
  public enum State {
    @JsonProperty("Pending")
    PENDING,
    @JsonProperty("Running")
    RUNNING,
    @JsonProperty("Succeeded")
    SUCCEEDED,
    @JsonProperty("Failed")
    FAILED
  }
}
