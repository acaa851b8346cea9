package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to what was restored: exactly one of {@code sql}, {@code fileDigest}, {@code command}
 * and {@code http} is set.
 *
 * @param name of the check
 * @param sql asked of a restored database
 * @param fileDigest asked of a restored file
 * @param command run in a guest that a test started
 * @param http fetched in a guest that a test started
 */
@ApiObject
@ValidationRule(
    value =
        "[has(self.sql), has(self.fileDigest), has(self.command), has(self.http)]"
            + ".exists_one(x, x)",
    message = "exactly one of sql, fileDigest, command and http must be set")
public record CheckSpec(
    @JsonPropertyDescription("Name of the check, for the status.")
        @Required
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("A query to a restored database.") @Nullable Sql sql,
    @JsonPropertyDescription("The content of a restored file.") @Nullable FileDigest fileDigest,
    @JsonPropertyDescription(
            "A program that is run in a guest that a test started on a host: by the QEMU guest agent"
                + " of a virtual machine, and by the host in a container.")
        @Nullable Command command,
    @JsonPropertyDescription(
            "A page that is fetched in a guest that a test started on a host, by the guest's own"
                + " curl. No certificate is checked.")
        @Nullable Http http) {

  /** How long a guest may take to answer as wanted when nothing is said. */
  public static final String DEFAULT_TIMEOUT = "1m";

  /** The guard of a host takes no more than five digits of seconds. */
  private static final String UP_TO_A_DAY =
      "self == '1d' || (!self.contains('d') && duration(self) <= duration('24h'))";

  private static final String NOT_UP_TO_A_DAY = "must be at most 1d, for example 90s, 5m or 2h";

  private static final String GUEST = "Number of the guest, as it was copied, for example 100.";

  private static final String TIMEOUT =
      "How long it may take until its answer is as wanted; until then it is tried again. Up to 1d.";

  /** Number of the guest that is asked; null for a check of anything else. */
  public @Nullable Integer guest() {
    return command != null ? command.guest() : http == null ? null : http.guest();
  }

  /**
   * A program in a guest.
   *
   * @param guest its number, as it was copied
   * @param argv the program and its arguments
   * @param exitCode wanted; 0 when not given
   * @param expectOutput the last line of its standard output that is wanted; null means any
   * @param timeout how long it may take to end as wanted; {@link #DEFAULT_TIMEOUT} when not given
   */
  @ApiObject
  public record Command(
      @JsonPropertyDescription(GUEST)
          @Required
          @Min(ProxmoxTarget.FIRST_VMID)
          @Max(ProxmoxTarget.LAST_VMID)
          Integer guest,
      @JsonPropertyDescription(
              "The program and its arguments, which no shell reads, for example [systemctl,"
                  + " is-active, postgresql]. It must hold no secret.")
          @Required
          @Size(min = 1, max = 16)
          List<@Size(min = 1, max = 1000) String> argv,
      @JsonPropertyDescription(
              "The exit status that is wanted. Those of a container go from 0 to 255, and there 124"
                  + " and 137 mean that the program did not end in time, so wanting them never"
                  + " passes; greater ones are of Windows.")
          @Default("0")
          @Min(0)
          @Max(65_535)
          Integer exitCode,
      @JsonPropertyDescription(
              "The last line of its standard output that is wanted, without white space at its ends."
                  + " Without it, any will do. What the program writes is never shown.")
          @Size(min = 1, max = 256)
          @ValidationRule(
              value = "self.matches(r'^[^\\x00-\\x20\\pZ]([^\\r\\n]*[^\\x00-\\x20\\pZ])?$')",
              message =
                  "must be one line, without blanks at its ends, since it is compared with the last"
                      + " line of the output, for example active")
          @Nullable String expectOutput,
      @JsonPropertyDescription(TIMEOUT)
          @Default(CheckSpec.DEFAULT_TIMEOUT)
          @DurationText
          @ValidationRule(value = UP_TO_A_DAY, message = NOT_UP_TO_A_DAY)
          String timeout) {
    public Command {
      argv = List.copyOf(argv);
      exitCode = exitCode == null ? 0 : exitCode;
      timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
    }
  }

  /**
   * A page of a guest.
   *
   * @param guest its number, as it was copied
   * @param url as the guest reaches it
   * @param expectStatus wanted; 200 when not given
   * @param timeout how long it may take to answer as wanted; {@link #DEFAULT_TIMEOUT} when not
   *     given
   */
  @ApiObject
  public record Http(
      @JsonPropertyDescription(GUEST)
          @Required
          @Min(ProxmoxTarget.FIRST_VMID)
          @Max(ProxmoxTarget.LAST_VMID)
          Integer guest,
      @JsonPropertyDescription(
              "URL as the guest itself reaches it, whose links are down, for example"
                  + " http://localhost:8080/health. It must hold no secret.")
          @Required
          @Size(max = 1000)
          @ValidationRule(
              value = "self.matches('^https?://[!-~]+$')",
              message =
                  "must be a URL with http or https, for example http://localhost:8080/health")
          String url,
      @JsonPropertyDescription("The final status that is wanted.")
          @Default("200")
          @Min(200)
          @Max(599)
          Integer expectStatus,
      @JsonPropertyDescription(TIMEOUT)
          @Default(CheckSpec.DEFAULT_TIMEOUT)
          @DurationText
          @ValidationRule(value = UP_TO_A_DAY, message = NOT_UP_TO_A_DAY)
          String timeout) {
    public Http {
      expectStatus = expectStatus == null ? 200 : expectStatus;
      timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
    }
  }

  /**
   * A query that answers with one value: the first column of the first row.
   *
   * @param database whose copy is asked, by the name that it had
   * @param query one statement that reads
   * @param expect the answer that is wanted
   */
  @ApiObject
  public record Sql(
      @JsonPropertyDescription("Name of the target that is asked.")
          @Required
          @Size(min = 1, max = 128)
          String database,
      @JsonPropertyDescription(
              "One statement that answers with one value: the first column of the first row counts."
                  + " It runs in a transaction that may only read.")
          @Required
          @Size(min = 1, max = 4096)
          String query,
      @JsonPropertyDescription("The answer that is wanted.") @Required Expectation expect) {}

  /**
   * What an answer must be: a value, a range, or a share of the last answer.
   *
   * @param value the answer itself, compared as text
   * @param min lower bound of a number; null means none
   * @param max upper bound of a number; null means none
   * @param notLessThanPercentOfLast share of the last answer that a number must reach
   */
  @ApiObject
  @ValidationRule(
      value =
          "[has(self.value), has(self.min) || has(self.max), has(self.notLessThanPercentOfLast)]"
              + ".exists_one(x, x)",
      message =
          "exactly one of value, a range (min, max or both) and notLessThanPercentOfLast must be"
              + " set")
  public record Expectation(
      @JsonPropertyDescription("The answer itself, compared as text.") @Size(max = 1024)
          @Nullable String value,
      @JsonPropertyDescription("The least number that passes.") @Nullable Long min,
      @JsonPropertyDescription("The greatest number that passes.") @Nullable Long max,
      @JsonPropertyDescription(
              "How many percent of the last answer a number must reach: that of the newest test of"
                  + " the policy's newest copies that passed in scratch space, was not rejected,"
                  + " and asked the same query of the same database under this name. Any number"
                  + " passes the first time.")
          @Min(1)
          @Max(100)
          @Nullable Integer notLessThanPercentOfLast) {}

  /**
   * The content of a file.
   *
   * @param path relative to the root of the copy
   * @param sha256 wanted, 64 hex digits
   */
  @ApiObject
  public record FileDigest(
      @JsonPropertyDescription("Path of the file, relative to the root of the copy.")
          @Required
          @Size(min = 1, max = 1024)
          @ValidationRule(
              value = "!self.startsWith('/') && !self.matches('(^|/)[.][.](/|$)')",
              message =
                  "must be a path relative to the root of the copy, without a leading slash and"
                      + " without '..', for example finance/2026/budget.ods")
          String path,
      @JsonPropertyDescription("SHA-256 of its content, 64 digits of 0-9 and a-f.")
          @Required
          @Size(max = 64)
          @ValidationRule(
              value = "self.matches('^[0-9a-f]{64}$')",
              message = "must be a SHA-256: 64 digits of 0-9 and a-f, as sha256sum prints it")
          String sha256) {}
}
