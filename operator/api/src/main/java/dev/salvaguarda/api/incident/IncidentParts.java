package dev.salvaguarda.api.incident;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.PersonName;
import dev.salvaguarda.api.schema.ToldText;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What incidents are made of beside decisions. */
public final class IncidentParts {
  private IncidentParts() {}

  /** Who found it. */
  public enum Origin {
    /** Somebody outside. */
    @JsonProperty("Client")
    CLIENT,
    /** Somebody of the organisation. */
    @JsonProperty("Internal")
    INTERNAL,
    /** An alert. */
    @JsonProperty("Monitoring")
    MONITORING,
    /** A backup. */
    @JsonProperty("Backup")
    BACKUP,
    /** A test of backups. */
    @JsonProperty("RestoreTest")
    RESTORE_TEST
  }

  /**
   * What does not work.
   *
   * @param name for machines
   * @param displayName as people call it; null means {@code name}
   */
  @ApiObject
  public record ComponentSpec(
      @JsonPropertyDescription("Name of the component, for example correio.")
          @Required
          @Size(min = 1, max = 63)
          @ValidationRule(
              value = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
              message = "must be lower-case letters, digits and hyphens, for example correio")
          String name,
      @JsonPropertyDescription(
              "What people call it, as it stands in the messages. Without it, the name.")
          @Size(min = 1, max = 200)
          @ToldText
          @Nullable String displayName) {

    /** As people call it. */
    public String title() {
      return displayName == null ? name : displayName;
    }
  }

  /**
   * Somebody who reported it.
   *
   * @param name who; null where nobody asked
   * @param organization for whom; null likewise
   * @param via how it was reported; null likewise
   * @param at when
   */
  @ApiObject
  public record ReporterSpec(
      @JsonPropertyDescription("Who reported it.") @Size(min = 1, max = 253) @ToldText
          @Nullable String name,
      @JsonPropertyDescription("For which organisation.") @Size(min = 1, max = 63) @ToldText
          @Nullable String organization,
      @JsonPropertyDescription("How, for example WhatsApp, Phone or E-mail.")
          @Size(min = 1, max = 63)
          @ToldText
          @Nullable String via,
      @JsonPropertyDescription("When.") @Required Instant at) {}

  /**
   * A service request of somebody who reported it.
   *
   * @param number as the service desk gave it
   * @param organization whose it is; null where nobody said
   * @param at when it was told
   */
  @ApiObject
  @ValidationRule(
      value = "self == oldSelf",
      message = "a service request is written once: it can't be changed. Add another one")
  public record ServiceRequestSpec(
      @JsonPropertyDescription("Its number, for example SA-12345.")
          @Required
          @Size(min = 1, max = 63)
          @ToldText
          String number,
      @JsonPropertyDescription("Whose it is.") @Size(min = 1, max = 63) @ToldText
          @Nullable String organization,
      @JsonPropertyDescription("When its number was told.") @Required Instant at) {}

  /**
   * That the team goes on without a service request.
   *
   * @param by the person, as the API server knows them
   * @param at when, as they say it themselves
   * @param reason why
   */
  @ApiObject
  public record WaiverSpec(
      @JsonPropertyDescription(
              "Who decides: the name under which they are known to the API server.")
          @Required
          @PersonName
          String by,
      @JsonPropertyDescription("When.") @Required Instant at,
      @JsonPropertyDescription("Why.") @Required @Size(min = 1, max = 1024) @ToldText
          String reason) {}

  /**
   * What a president, director or manager says.
   *
   * @param by the person, as the API server knows them
   * @param role what they are
   * @param at when, as they say it themselves
   * @param text what they say; null where they add nothing
   */
  @ApiObject
  public record StatementSpec(
      @JsonPropertyDescription(
              "Who says it: the name under which they are known to the API server.")
          @Required
          @PersonName
          String by,
      @JsonPropertyDescription("What they are, for example Director.")
          @Required
          @Size(min = 1, max = 63)
          @ToldText
          String role,
      @JsonPropertyDescription("When.") @Required Instant at,
      @JsonPropertyDescription("What they say, in one paragraph.")
          @Size(min = 1, max = 1000)
          @ToldText
          @Nullable String text) {}

  /**
   * How it goes on.
   *
   * @param id by which it is known among the incident's updates
   * @param text one paragraph
   * @param by the person, as the API server knows them
   * @param at when, as they say it themselves
   */
  @ApiObject
  @ValidationRule(
      value = "self == oldSelf",
      message = "an update is written once: it can't be changed. Add another one")
  public record UpdateSpec(
      @JsonPropertyDescription("By which it is known among the updates, for example u1.")
          @Required
          @Size(min = 1, max = 40)
          @ValidationRule(
              value =
                  "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')"
                      + " && self != 'executive-statement'",
              message =
                  "must be lower-case letters, digits and hyphens, for example u1, and not"
                      + " executive-statement")
          String id,
      @JsonPropertyDescription("What is new, in one paragraph, as it is told.")
          @Required
          @Size(min = 1, max = 1000)
          @ToldText
          String text,
      @JsonPropertyDescription(
              "Who decides: the name under which they are known to the API server.")
          @Required
          @PersonName
          String by,
      @JsonPropertyDescription("When.") @Required Instant at) {}

  /**
   * What was learnt.
   *
   * @param rootCause why it happened
   * @param lessons what is to be done better; null where nothing
   * @param procedureRevised what was changed in the procedure, or why nothing had to be; null if
   *     nobody said
   * @param by the person, as the API server knows them
   * @param at when, as they say it themselves
   */
  @ApiObject
  public record ClosureSpec(
      @JsonPropertyDescription("Why it happened.") @Required @Size(min = 1, max = 4096) @ToldText
          String rootCause,
      @JsonPropertyDescription("What is to be done better.") @Size(min = 1, max = 4096) @ToldText
          @Nullable String lessons,
      @JsonPropertyDescription("What was changed in the procedure, or why nothing had to be.")
          @Size(min = 1, max = 1024)
          @ToldText
          @Nullable String procedureRevised,
      @JsonPropertyDescription(
              "Who decides: the name under which they are known to the API server.")
          @Required
          @PersonName
          String by,
      @JsonPropertyDescription("When.") @Required Instant at) {}
}
