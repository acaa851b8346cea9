package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said. Written once, but for {@code relay}, which is added.
 *
 * @param subject what it speaks of
 * @param message its kind, as {@code dev.salvaguarda.domain.message.Message} names it
 * @param revision 1, and one more each time that the same had to be said anew
 * @param channelRef on which it goes out
 * @param locale BCP 47 tag of the text
 * @param audience who may read it; {@link Audience#INTERNAL} when not given
 * @param rendered the words, frozen
 * @param thread what belongs together for a reader, such as the UID of the policy
 * @param eventTime when that happened which it tells
 * @param notAfter when it is no longer worth saying; null means that the channel's deadline counts
 * @param digestTime when it is told with others in one message; null means that it goes by itself
 * @param collects names of the notices that this one tells, where it is a digest; else empty
 * @param dependsOn names of the notices without which it makes no sense: they go first, and if one
 *     of them was suppressed, so is this one
 * @param fallbackFor name of the notice that could not be delivered and that this one stands in for
 * @param decidedBy the person whose decision it tells; null where nobody had to decide
 * @param organizations which of the channel's receivers get it, by their organisations; empty means
 *     all of them
 * @param relay that a person told it; null until one has recorded that
 */
@ApiObject
@ValidationRule(
    value = NoticeSpec.WRITTEN_ONCE,
    message = "a notice is written once: what is to be said can't be changed")
@ValidationRule(
    value = "!has(oldSelf.relay) || (has(self.relay) && self.relay == oldSelf.relay)",
    message = "relay is recorded once: it can't be changed or taken back")
public record NoticeSpec(
    @JsonPropertyDescription("What the notice speaks of.") @Required SubjectRef subject,
    @JsonPropertyDescription("Kind of the message, for example BackupFailed.")
        @Required
        @Size(min = 1, max = 63)
        String message,
    @JsonPropertyDescription("1, and one more each time that the same had to be said anew.")
        @Default("1")
        @Min(1)
        Integer revision,
    @JsonPropertyDescription("NotificationChannel on which it goes out, in the same namespace.")
        @Required
        LocalRef channelRef,
    @JsonPropertyDescription("Language of the text.") @Required @Size(min = 2, max = 16)
        String locale,
    @JsonPropertyDescription("Who may read it.") @Default("Internal") Audience audience,
    @JsonPropertyDescription("The words, as they are sent in every attempt.") @Required
        RenderedText rendered,
    @JsonPropertyDescription(
            "What belongs together for a reader: messages of one thread go out one after the other.")
        @Required
        @Size(min = 1, max = 64)
        String thread,
    @JsonPropertyDescription("When that happened which is told.") @Required Instant eventTime,
    @JsonPropertyDescription(
            "When it is no longer worth saying: after that it is suppressed, unless it is on its"
                + " way.")
        @Nullable Instant notAfter,
    @JsonPropertyDescription(
            "When it is told together with others in one message, instead of by itself.")
        @Nullable Instant digestTime,
    @JsonPropertyDescription("Names of the notices that this one tells together.")
        @Size(max = 500)
        @ListSet
        List<@Size(min = 1, max = 253) String> collects,
    @JsonPropertyDescription(
            "Names of the notices that go first. If one of them was suppressed, so is this one.")
        @Size(max = 10)
        @ListSet
        List<@Size(min = 1, max = 253) String> dependsOn,
    @JsonPropertyDescription(
            "Name of the notice of another channel that could not be delivered there.")
        @Size(max = 253)
        @Nullable String fallbackFor,
    @JsonPropertyDescription(
            "Who decided what it tells; nobody where it tells what the operator saw.")
        @Size(max = 253)
        @Nullable String decidedBy,
    @JsonPropertyDescription(
            "Organisations among the channel's recipients that get it. Without it, all of them.")
        @Size(max = 50)
        @ListSet
        List<@Size(min = 1, max = 63) String> organizations,
    @JsonPropertyDescription(
            "That a person told it, in a group for example. Nothing is sent any more then. It takes"
                + " the verb relay on notices.")
        @Nullable RelaySpec relay) {

  static final String WRITTEN_ONCE =
      "self.subject == oldSelf.subject && self.message == oldSelf.message"
          + " && self.revision == oldSelf.revision && self.channelRef == oldSelf.channelRef"
          + " && self.locale == oldSelf.locale && self.audience == oldSelf.audience"
          + " && self.rendered == oldSelf.rendered && self.thread == oldSelf.thread"
          + " && self.eventTime == oldSelf.eventTime"
          + " && has(self.notAfter) == has(oldSelf.notAfter)"
          + " && (!has(self.notAfter) || self.notAfter == oldSelf.notAfter)"
          + " && has(self.digestTime) == has(oldSelf.digestTime)"
          + " && (!has(self.digestTime) || self.digestTime == oldSelf.digestTime)"
          + " && has(self.collects) == has(oldSelf.collects)"
          + " && (!has(self.collects) || self.collects == oldSelf.collects)"
          + " && has(self.dependsOn) == has(oldSelf.dependsOn)"
          + " && (!has(self.dependsOn) || self.dependsOn == oldSelf.dependsOn)"
          + " && has(self.fallbackFor) == has(oldSelf.fallbackFor)"
          + " && (!has(self.fallbackFor) || self.fallbackFor == oldSelf.fallbackFor)"
          + " && has(self.decidedBy) == has(oldSelf.decidedBy)"
          + " && (!has(self.decidedBy) || self.decidedBy == oldSelf.decidedBy)"
          + " && has(self.organizations) == has(oldSelf.organizations)"
          + " && (!has(self.organizations) || self.organizations == oldSelf.organizations)";

  public NoticeSpec {
    revision = revision == null ? 1 : revision;
    audience = audience == null ? Audience.INTERNAL : audience;
    collects = collects == null ? List.of() : List.copyOf(collects);
    dependsOn = dependsOn == null ? List.of() : List.copyOf(dependsOn);
    organizations = organizations == null ? List.of() : List.copyOf(organizations);
  }

  /** Who may read a notice. */
  public enum Audience {
    /** The organisation's own people. */
    @JsonProperty("Internal")
    INTERNAL,
    /** Those who use what is spoken of. */
    @JsonProperty("Public")
    PUBLIC
  }

  /**
   * That a person told it.
   *
   * @param by who, by the name under which the API server knows them
   * @param at when
   * @param evidence where that can be seen; null where nobody says
   */
  @ApiObject
  public record RelaySpec(
      @JsonPropertyDescription("Who told it, by the name that kubectl auth whoami shows.")
          @Required
          @Size(min = 1, max = 253)
          String by,
      @JsonPropertyDescription("When it was told.") @Required Instant at,
      @JsonPropertyDescription("Where that can be seen, for example the number of a record.")
          @Size(min = 1, max = 1024)
          @Nullable String evidence) {}

  /**
   * What a notice speaks of.
   *
   * @param kind such as {@code BackupRun}
   * @param name in the notice's namespace
   * @param uid of the very object
   */
  @ApiObject
  public record SubjectRef(
      @JsonPropertyDescription("Kind of the object, for example BackupRun.")
          @Required
          @Size(min = 1, max = 63)
          String kind,
      @JsonPropertyDescription("Name of the object in the same namespace.")
          @Required
          @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("UID of the object.") @Required @Size(min = 1, max = 64)
          String uid) {}

  /**
   * The words.
   *
   * @param subject one line
   * @param body plain text
   * @param calendar an iCalendar object that says the same to calendars; null where there is none
   */
  @ApiObject
  public record RenderedText(
      @JsonPropertyDescription("Subject, one line.")
          @Required
          @Size(min = 1, max = 255)
          @ValidationRule(value = "!self.matches('[\\\\r\\\\n]')", message = "must be one line")
          String subject,
      @JsonPropertyDescription("Body, plain text.") @Required @Size(min = 1, max = LONGEST_BODY)
          String body,
      @JsonPropertyDescription("The same for calendars, as an iCalendar object.")
          @Size(max = 2 * LONGEST_BODY)
          @Nullable String calendar) {
    /** In characters. */
    public static final int LONGEST_BODY = 65_536;
  }
}
