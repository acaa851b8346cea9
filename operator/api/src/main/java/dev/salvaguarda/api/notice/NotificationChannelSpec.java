package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.ListMap;
import dev.salvaguarda.api.schema.TimeZoneName;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a channel is reached, who is told on it, in which words, and how long that is tried.
 *
 * @param email a mail server; null where the channel is of another kind
 * @param manual people who tell by hand; null where the channel is of another kind
 * @param staticSite a page for everybody; null where the channel is of another kind
 * @param webhook a program that takes messages; null where the channel is of another kind
 * @param whatsappGateway a program that plays a telephone; null where the channel is of another
 *     kind
 * @param whatsappCloud WhatsApp's own API; null where the channel is of another kind
 * @param recipients 1 to 50 groups of receivers of mail, or of numbers; empty where a channel of
 *     the kind has none
 * @param locale BCP 47 tag of the texts; {@link #DEFAULT_LOCALE} when not given
 * @param timeZone IANA name of the zone in which times are told; {@link #DEFAULT_TIME_ZONE} when
 *     not given
 * @param subscribes what is told of incidents and maintenance; empty means nothing
 * @param restrictedAudience who gets what concerns one organisation alone; {@link
 *     RestrictedAudience#EVERYBODY} when not given
 * @param organization in whose name is spoken; null means nobody's, and that of the norm NPI-007 in
 *     what is told of incidents and maintenance
 * @param templatesRef ConfigMap with texts in place of ours; null means ours
 * @param retry how long a delivery is tried
 * @param rate how much is sent at once
 * @param digest when successes are told together; null means each by itself
 * @param onUncertain what follows when nobody knows whether a message arrived
 * @param fallbackRef channel that gets what could not be delivered here; null means none
 * @param suspend whether nothing is sent for now; false when not given
 * @param probeInterval time between two probes; {@link #DEFAULT_PROBE_INTERVAL} when not given
 */
@ApiObject
@ValidationRule(
    value =
        "[has(self.email), has(self.manual), has(self.staticSite), has(self.webhook),"
            + " has(self.whatsappGateway), has(self.whatsappCloud)].filter(k, k).size() == 1",
    message =
        "exactly one of email, manual, staticSite, webhook, whatsappGateway and whatsappCloud must be"
            + " given")
@ValidationRule(
    value = "has(self.recipients) == (has(self.email) || has(self.whatsappCloud))",
    message =
        "recipients are who gets mail, or is written to by whatsappCloud: these two need them, and no"
            + " other kind has them")
@ValidationRule(
    value = "!(has(self.whatsappGateway) || has(self.whatsappCloud)) || self.onUncertain == 'Hold'",
    message =
        "onUncertain must be Hold with whatsappGateway and whatsappCloud: WhatsApp can't tell a"
            + " second copy from a new message")
@ValidationRule(
    value =
        "!has(self.staticSite) || !has(self.subscribes) || !self.subscribes.exists(s, has(s.messages)"
            + " && s.messages.exists(m, m == 'IncidentOpened' || m == 'SignalCleared'))",
    message = "IncidentOpened and SignalCleared are for the technical team: no page tells them")
@ValidationRule(
    value =
        "!has(self.organization)"
            + " || (has(self.organization.serviceDeskUrl) && has(self.organization.groupName))"
            + " || !has(self.subscribes)"
            + " || !self.subscribes.exists(s, !has(s.messages)"
            + " || s.messages.exists(m, m == 'ReceiptConfirmation'))",
    message =
        "organization must have serviceDeskUrl and groupName where ReceiptConfirmation is told: its"
            + " text names them")
public record NotificationChannelSpec(
    @JsonPropertyDescription("A mail server that takes the messages.") @Nullable EmailSpec email,
    @JsonPropertyDescription(
            "People who tell the messages by hand, for example in a WhatsApp group. They are asked"
                + " on another channel, and the notice waits until one of them records that it was"
                + " told.")
        @Nullable ManualSpec manual,
    @JsonPropertyDescription(
            "A page for everybody, with a feed and JSON beside it, as files in an S3 bucket. It shows"
                + " what was told on this channel, and only what is meant for the public.")
        @Nullable StaticSiteSpec staticSite,
    @JsonPropertyDescription(
            "A program that takes the messages by HTTP. Only an answer from 200 to 299 is a success,"
                + " and where the format has words for it, only with those. 410 ends the use of the"
                + " channel until its specification changes; no redirect is followed.")
        @Nullable WebhookSpec webhook,
    @JsonPropertyDescription(
            "A program that plays WhatsApp Web and posts in a group with a number of its own. WhatsApp's"
                + " terms forbid it: read the guide, and look at manual first.")
        @Nullable WhatsappGatewaySpec whatsappGateway,
    @JsonPropertyDescription(
            "WhatsApp's own API. It writes to single numbers that have agreed to it, in a text that"
                + " Meta approved before; it can't post in a group that exists.")
        @Nullable WhatsappCloudSpec whatsappCloud,
    @JsonPropertyDescription(
            "Who gets mail, or is written to by whatsappCloud: then they are telephone numbers such as"
                + " +5527999990000. They are personal data: they stand in Secrets, and nothing that the"
                + " operator writes repeats them.")
        @Size(min = 1, max = 50)
        @ListMap("organization")
        List<RecipientSpec> recipients,
    @JsonPropertyDescription(
            "Language of the messages, for example pt-BR or en. Where there is no text in it, that of"
                + " the language alone is taken, and after that pt-BR: es, for example, is told in"
                + " pt-BR.")
        @Default(NotificationChannelSpec.DEFAULT_LOCALE)
        @Size(max = 16)
        @ValidationRule(
            value = "self.matches('^[a-z]{2,3}(-[A-Z]{2})?$')",
            message = "must be a language, perhaps with a country, for example pt-BR or en")
        String locale,
    @JsonPropertyDescription(
            "IANA name of the time zone in which the messages tell times, for example"
                + " America/Fortaleza.")
        @Default(NotificationChannelSpec.DEFAULT_TIME_ZONE)
        @TimeZoneName
        String timeZone,
    @JsonPropertyDescription(
            "What is told of incidents and maintenance on this channel. Without it, nothing is. What"
                + " is told of backups stands in their policies.")
        @Size(max = 20)
        List<SubscriptionSpec> subscribes,
    @JsonPropertyDescription(
            "Who gets what concerns one organisation alone. Everybody: all recipients, as the norm"
                + " has it. OrganizationOnly: the recipients of that organisation; where there are"
                + " none, nothing is told here.")
        @Default("Everybody")
        RestrictedAudience restrictedAudience,
    @JsonPropertyDescription(
            "In whose name the messages speak. Without it, those about incidents and maintenance speak"
                + " in the name that the norm NPI-007 has.")
        @Nullable OrganizationSpec organization,
    @JsonPropertyDescription(
            "ConfigMap with texts in place of the operator's own. Its keys are message, locale and"
                + " part, for example BackupFailed.pt-BR.subject and BackupFailed.pt-BR.body.")
        @Nullable LocalRef templatesRef,
    @JsonPropertyDescription("How often and how long a delivery is tried.") @Default("{}")
        RetrySpec retry,
    @JsonPropertyDescription("How much is sent at once.") @Default("{}") RateSpec rate,
    @JsonPropertyDescription(
            "When successes of all policies are told together, in one message a day. What failed is"
                + " told at once, always. Without it, every success has a message of its own.")
        @Nullable DigestSpec digest,
    @JsonPropertyDescription(
            "What follows when the connection ended after a message was handed over and before the"
                + " server answered, so that nobody knows whether it arrived. Resend: it is sent"
                + " again with the same Message-ID, by which a receiver knows the second copy. Hold:"
                + " it stays Uncertain until its deadline; change this field to Resend to have it"
                + " sent again.")
        @Default("Resend")
        OnUncertain onUncertain,
    @JsonPropertyDescription(
            "Channel that gets what could not be delivered here at all: what was refused for good,"
                + " or has passed its deadline. It is handed over once: a channel that stands in for"
                + " another must not have a fallbackRef itself.")
        @Nullable LocalRef fallbackRef,
    @JsonPropertyDescription("Whether nothing is sent for now. Messages wait until their deadline.")
        @Default("false")
        Boolean suspend,
    @JsonPropertyDescription(
            "Time between two probes. A probe connects, encrypts and logs in as a delivery does, and"
                + " sends nothing. At least 10s.")
        @Default(NotificationChannelSpec.DEFAULT_PROBE_INTERVAL)
        @DurationText
        @ValidationRule(
            value = "!self.matches('^(0+[dhm])*0*[0-9]s$')",
            message = "must be at least 10s")
        String probeInterval) {

  /** The language when none is named. */
  public static final String DEFAULT_LOCALE = "pt-BR";

  /** The zone when none is named. */
  public static final String DEFAULT_TIME_ZONE = "Etc/UTC";

  /** How often a channel is probed when nothing is said. */
  public static final String DEFAULT_PROBE_INTERVAL = "15m";

  public NotificationChannelSpec {
    recipients = recipients == null ? List.of() : List.copyOf(recipients);
    locale = locale == null ? DEFAULT_LOCALE : locale;
    timeZone = timeZone == null ? DEFAULT_TIME_ZONE : timeZone;
    subscribes = subscribes == null ? List.of() : List.copyOf(subscribes);
    restrictedAudience =
        restrictedAudience == null ? RestrictedAudience.EVERYBODY : restrictedAudience;
    retry = retry == null ? RetrySpec.usual() : retry;
    rate = rate == null ? RateSpec.usual() : rate;
    onUncertain = onUncertain == null ? OnUncertain.RESEND : onUncertain;
    suspend = suspend != null && suspend;
    probeInterval = probeInterval == null ? DEFAULT_PROBE_INTERVAL : probeInterval;
  }

  /** How the channel is reached; the API server lets none pass without. */
  public ChannelKind kind() {
    return Stream.<@Nullable ChannelKind>of(
            email, manual, staticSite, webhook, whatsappGateway, whatsappCloud)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a channel of no kind"));
  }

  /** What follows when nobody knows whether a message arrived. */
  public enum OnUncertain {
    /** It is sent again under the same identity. */
    @JsonProperty("Resend")
    RESEND,
    /** It waits for a person. */
    @JsonProperty("Hold")
    HOLD
  }

  /**
   * A group of receivers.
   *
   * @param organization what the group is called
   * @param addressesRef where its addresses stand
   */
  @ApiObject
  public record RecipientSpec(
      @JsonPropertyDescription("What the group is called, for example the department.")
          @Required
          @Size(min = 1, max = 63)
          String organization,
      @JsonPropertyDescription("Where the addresses of the group stand.") @Required
          AddressesRef addressesRef) {}

  /**
   * A list of addresses in a Secret of the same namespace.
   *
   * @param name of the Secret
   * @param key in its data; {@link #DEFAULT_KEY} when not given
   */
  @ApiObject
  public record AddressesRef(
      @JsonPropertyDescription("Name of a Secret in the same namespace.")
          @Required
          @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription(
              "Key whose value is the addresses, separated by commas, semicolons or line ends.")
          @Default(AddressesRef.DEFAULT_KEY)
          @Size(min = 1, max = 253)
          String key) {

    /** The key that is meant when none is named. */
    public static final String DEFAULT_KEY = "addresses";

    public AddressesRef {
      key = key == null ? DEFAULT_KEY : key;
    }
  }

  /** Who gets what concerns one organisation alone. */
  public enum RestrictedAudience {
    /** All recipients. */
    @JsonProperty("Everybody")
    EVERYBODY,
    /** The recipients of that organisation. */
    @JsonProperty("OrganizationOnly")
    ORGANIZATION_ONLY
  }

  /**
   * When successes are told together.
   *
   * @param at time of the day in the channel's zone, {@code HH:mm}
   */
  @ApiObject
  public record DigestSpec(
      @JsonPropertyDescription("Time of the day in the channel's timeZone, for example 07:00.")
          @Required
          @Size(max = 5)
          @ValidationRule(
              value = "self.matches('^([01][0-9]|2[0-3]):[0-5][0-9]$')",
              message = "must be a time of the day as HH:mm, for example 07:00")
          String at) {}
}
