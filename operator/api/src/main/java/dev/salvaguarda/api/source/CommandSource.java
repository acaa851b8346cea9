package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.worker.RunResources;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The output of any program, which runs in a container of its own beside the worker.
 *
 * @param image of that container; null means the worker's own
 * @param command program and arguments, at least the program
 * @param fileName under which the output stands in snapshots
 * @param credentialsRef Secret that only the program gets; null means none
 * @param resources of the container; null means {@link #MEMORY} and little else
 * @param consistency what the program promises of its output; {@link Promise#CRASH} when not given
 * @param allowEmpty whether no output at all is a good copy; false when not given
 */
@ApiObject
public record CommandSource(
    @JsonPropertyDescription(
            "Image of the container in which the program runs. It needs nothing but the program:"
                + " what starts it is brought along. Without it, the worker's own image.")
        @Size(min = 1, max = 512)
        @ValidationRule(
            value = "self.matches('^[a-z0-9][A-Za-z0-9._/:@-]*$')",
            message =
                "must be the reference of an image, for example registry.example.org/mongo:8.0")
        @Nullable String image,
    @JsonPropertyDescription(
            "The program that writes the dump on standard output, then its arguments, one item each."
                + " No shell reads them. $(NAME) stands for an environment variable, as in every"
                + " container; secrets are better read from the environment or from files, since"
                + " arguments can be seen by others on the node.")
        @Required
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self[0] != ''",
            message = "must begin with the name of a program, for example mongodump")
        List<@Size(max = 2048) String> command,
    @JsonPropertyDescription(
            "Name of the file in the copies that gets the output, for example erp.archive.")
        @Required
        @Size(min = 1, max = 200)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$')",
            message =
                "must be a file name of letters, digits, dots, hyphens and underscores, beginning and"
                    + " ending with a letter or digit, for example erp.archive")
        String fileName,
    @JsonPropertyDescription(
            "Secret that only the program gets, never the worker: each key is an environment"
                + " variable, as far as it can be one, and a file in "
                + CommandSource.CREDENTIALS
                + ". The repository's secrets are never given to the program.")
        @Nullable LocalRef credentialsRef,
    @JsonPropertyDescription(
            "CPU and memory of the program's container. Without a limit of memory it gets "
                + CommandSource.MEMORY
                + ". runTemplate.resources are the worker's.")
        @Nullable RunResources resources,
    @JsonPropertyDescription(
            "What the program promises of its output, which nobody can check. Application: one"
                + " consistent state of the data. Crash: no more than the files had when they were"
                + " read.")
        @Default("Crash")
        Promise consistency,
    @JsonPropertyDescription(
            "Whether no output at all is a good copy. Without it, a program that ends well and"
                + " writes nothing fails the run.")
        @Default("false")
        Boolean allowEmpty)
    implements SourceSpec.Kind {

  /** Where the files of the Secret are, in the program's container. */
  public static final String CREDENTIALS = "/salvaguarda/credentials";

  /** Limit of memory when none is given. */
  public static final String MEMORY = "512Mi";

  public CommandSource {
    command = command == null ? List.of() : List.copyOf(command);
    consistency = consistency == null ? Promise.CRASH : consistency;
    allowEmpty = allowEmpty != null && allowEmpty;
  }

  /** What a program may promise. */
  public enum Promise {
    /** As if the power had failed while files were being written. */
    @JsonProperty("Crash")
    CRASH,
    /** One consistent state of the application's data. */
    @JsonProperty("Application")
    APPLICATION
  }
}
