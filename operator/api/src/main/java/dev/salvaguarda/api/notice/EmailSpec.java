package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.DurationText;
import dev.salvaguarda.api.schema.HostName;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A mail server, and whose name stands on the messages.
 *
 * @param host of the server
 * @param port of the server; null means the usual one of {@code tls}, see {@link #portInUse}
 * @param tls how the connection is encrypted; {@link Tls#START_TLS} when not given
 * @param caBundleRef authorities to trust; null means those of the image
 * @param auth how the operator says who it is; null means not at all
 * @param from the sender, one address with or without a name
 * @param replyTo where answers go; null means to the sender
 * @param timeouts how long the server is waited for
 * @param calendar whether maintenance is told to calendars, too; true when not given
 */
@ApiObject
@ValidationRule(
    value = "!has(self.caBundleRef) || !has(self.tls) || self.tls != 'None'",
    message = "caBundleRef has an effect only with tls StartTLS or Implicit")
@ValidationRule(
    value = "!has(self.auth) || !has(self.tls) || self.tls != 'None'",
    message =
        "auth needs tls StartTLS or Implicit: with None everybody on the way could read the password")
public record EmailSpec(
    @JsonPropertyDescription("Name or address of the mail server.") @Required @HostName String host,
    @JsonPropertyDescription(
            "Port of the mail server. Without it, the usual one: 587 with StartTLS, 465 with"
                + " Implicit, 25 with None.")
        @Min(1)
        @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription(
            "How the connection is encrypted. StartTLS: before anything is said; a server that can't"
                + " is refused. Implicit: from the first byte. None: never, for test servers. The"
                + " server's certificate must be trusted and name the host.")
        @Default("StartTLS")
        Tls tls,
    @JsonPropertyDescription(
            "Certificates of the authorities to trust when the server's certificate is not signed by"
                + " a public one.")
        @Nullable CaBundleRef caBundleRef,
    @JsonPropertyDescription("How the operator logs in. Without it, it does not.")
        @Nullable AuthSpec auth,
    @JsonPropertyDescription(
            "The sender: one address, with or without a name, for example"
                + " Salvaguarda <backup@example.org>.")
        @Required
        @Size(max = 320)
        @ValidationRule(value = EmailSpec.ONE_ADDRESS, message = EmailSpec.ONE_ADDRESS_MESSAGE)
        String from,
    @JsonPropertyDescription("Where answers go, in the same form. Without it, to the sender.")
        @Size(max = 320)
        @ValidationRule(value = EmailSpec.ONE_ADDRESS, message = EmailSpec.ONE_ADDRESS_MESSAGE)
        @Nullable String replyTo,
    @JsonPropertyDescription("How long the mail server is waited for.") @Default("{}")
        TimeoutsSpec timeouts,
    @JsonPropertyDescription(
            "Whether what is told of maintenance has a part for calendars (iCalendar), which enters,"
                + " moves or removes it there.")
        @Default("true")
        Boolean calendar)
    implements ChannelKind {

  static final String ONE_ADDRESS =
      "self.matches('^([^<>@\\\\p{Cc}]*<)?[^<>@,; \\\\p{Cc}]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?>?$')"
          + " && self.contains('<') == self.contains('>')";
  static final String ONE_ADDRESS_MESSAGE =
      "must be one address, with or without a name, for example Salvaguarda <backup@example.org>";

  public EmailSpec {
    tls = tls == null ? Tls.START_TLS : tls;
    timeouts = timeouts == null ? TimeoutsSpec.usual() : timeouts;
    calendar = calendar == null || calendar;
  }

  @Override
  public String shown() {
    return "email %s:%d".formatted(host, portInUse());
  }

  @Override
  public String longestAttempt() {
    return timeouts.total();
  }

  /** The port that is meant. */
  public int portInUse() {
    return port == null ? tls.usualPort : port;
  }

  /** How a connection is encrypted. */
  public enum Tls {
    /** Before anything is said; a server that can't is refused. */
    @JsonProperty("StartTLS")
    START_TLS(587),
    /** From the first byte. */
    @JsonProperty("Implicit")
    IMPLICIT(465),
    /** Never. */
    @JsonProperty("None")
    NONE(25);

    private final int usualPort;

    Tls(int usualPort) {
      this.usualPort = usualPort;
    }
  }

  /** How the operator says who it is. */
  public enum Mechanism {
    /** User and password in one answer. */
    @JsonProperty("Plain")
    PLAIN,
    /** User and password in two answers, for old servers. */
    @JsonProperty("Login")
    LOGIN,
    /** User and an OAuth 2 access token. */
    @JsonProperty("XOAUTH2")
    XOAUTH2
  }

  /**
   * How the operator logs in.
   *
   * @param mechanism how it says who it is; {@link Mechanism#PLAIN} when not given
   * @param credentialsRef Secret with {@link #USERNAME} and, by mechanism, {@link #PASSWORD} or
   *     {@link #TOKEN}
   */
  @ApiObject
  public record AuthSpec(
      @JsonPropertyDescription(
              "How the operator says who it is. Plain and Login take user and password, XOAUTH2 user"
                  + " and access token.")
          @Default("Plain")
          Mechanism mechanism,
      @JsonPropertyDescription(
              "Secret with the keys username and password; for XOAUTH2 username and token.")
          @Required
          LocalRef credentialsRef) {

    /** Key of the Secret with the user. */
    public static final String USERNAME = "username";

    /** Key of the Secret with the password. */
    public static final String PASSWORD = "password";

    /** Key of the Secret with the access token. */
    public static final String TOKEN = "token";

    public AuthSpec {
      mechanism = mechanism == null ? Mechanism.PLAIN : mechanism;
    }
  }

  /**
   * How long a mail server is waited for.
   *
   * @param connect for the connection
   * @param read for an answer
   * @param write for taking what is sent
   * @param total for a whole delivery, at most ten minutes
   */
  @ApiObject
  public record TimeoutsSpec(
      @JsonPropertyDescription("For the connection.")
          @Default(TimeoutsSpec.DEFAULT_CONNECT)
          @DurationText
          String connect,
      @JsonPropertyDescription("For an answer of the server.")
          @Default(TimeoutsSpec.DEFAULT_READ)
          @DurationText
          String read,
      @JsonPropertyDescription("For the server to take what is sent.")
          @Default(TimeoutsSpec.DEFAULT_WRITE)
          @DurationText
          String write,
      @JsonPropertyDescription("For a whole delivery; it is ended then. At most 10m.")
          @Default(TimeoutsSpec.DEFAULT_TOTAL)
          @DurationText
          @ValidationRule(
              value = "self.matches('^([1-9]m([1-5]?[0-9]s)?|10m|[1-5]?[0-9]?[0-9]s|600s)$')",
              message = "must be at most 10m, in minutes and seconds, for example 90s")
          String total) {

    /** How long the connection may take when nothing is said. */
    public static final String DEFAULT_CONNECT = "10s";

    /** How long an answer may take when nothing is said. */
    public static final String DEFAULT_READ = "30s";

    /** How long taking may take when nothing is said. */
    public static final String DEFAULT_WRITE = "30s";

    /** How long a delivery may take when nothing is said. */
    public static final String DEFAULT_TOTAL = "90s";

    public TimeoutsSpec {
      connect = connect == null ? DEFAULT_CONNECT : connect;
      read = read == null ? DEFAULT_READ : read;
      write = write == null ? DEFAULT_WRITE : write;
      total = total == null ? DEFAULT_TOTAL : total;
    }

    static TimeoutsSpec usual() {
      return new TimeoutsSpec(DEFAULT_CONNECT, DEFAULT_READ, DEFAULT_WRITE, DEFAULT_TOTAL);
    }
  }
}
