package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A question to what was restored: exactly one of {@code sql} and {@code fileDigest} is set.
 *
 * @param name of the check
 * @param sql asked of a restored database
 * @param fileDigest asked of a restored file
 */
@ApiObject
@ValidationRule(
    value = "has(self.sql) != has(self.fileDigest)",
    message = "exactly one of sql and fileDigest must be set")
public record CheckSpec(
    @JsonPropertyDescription("Name of the check, for the status.")
        @Required
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("A query to a restored database.") @Nullable Sql sql,
    @JsonPropertyDescription("The content of a restored file.") @Nullable FileDigest fileDigest) {

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
