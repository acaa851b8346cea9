package dev.salvaguarda.api.notice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.ref.SecretKeyRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.BracketedAddress;
import dev.salvaguarda.api.schema.WebUrl;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A program that plays WhatsApp Web with a telephone's number, and posts in one group. WhatsApp's
 * terms forbid it.
 *
 * @param acknowledgeUnofficial true: that is known
 * @param flavor which program
 * @param url its root
 * @param session what it calls the number's session, or instance
 * @param group id of the group
 * @param tokenRef the key of a Secret by which the program knows us
 * @param caBundleRef authorities of the server; null means those that everybody knows
 */
@ApiObject
public record WhatsappGatewaySpec(
    @JsonPropertyDescription(
            "Must be true: you know that WhatsApp's terms forbid to automate a number, and that it may"
                + " be blocked for this. Never use the number of a person.")
        @Required
        @ValidationRule(
            value = "self == true",
            message =
                "must be true: WhatsApp's terms forbid such a program, and the number may be blocked."
                    + " The kind manual is lawful")
        Boolean acknowledgeUnofficial,
    @JsonPropertyDescription("Which program it is.") @Required Flavor flavor,
    @JsonPropertyDescription("Root of the program's API: http or https, without user and password.")
        @Required
        @Size(min = 1, max = 512)
        @WebUrl
        @BracketedAddress
        String url,
    @JsonPropertyDescription("What the program calls the number's session, or instance.")
        @Required
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9_-]+$')",
            message = "must be letters, digits, hyphens and underscores")
        String session,
    @JsonPropertyDescription(
            "Id of the group, which ends with @g.us. The number is a member of it.")
        @Required
        @Size(max = 64)
        @ValidationRule(
            value = "self.matches('^[0-9]{5,32}(-[0-9]{5,20})?@g[.]us$')",
            message = "must be the id of a group, for example 120363000000000000@g.us")
        String group,
    @JsonPropertyDescription("Key of a Secret with the API key, or token, of the program.")
        @Required
        SecretKeyRef tokenRef,
    @JsonPropertyDescription(
            "Authorities that the server's certificate is checked against. Without it, those that"
                + " Java knows.")
        @Nullable CaBundleRef caBundleRef)
    implements ChannelKind {

  @Override
  public String shown() {
    return "whatsappGateway %s %s".formatted(flavor.wireName, URI.create(url).getAuthority());
  }

  /** A browser that is played takes its time. */
  @Override
  public String longestAttempt() {
    return "60s";
  }

  /** Which program. */
  public enum Flavor {
    /** WAHA. */
    @JsonProperty("WAHA")
    WAHA("WAHA"),
    /** Evolution API. */
    @JsonProperty("Evolution")
    EVOLUTION("Evolution"),
    /** WPPConnect Server. */
    @JsonProperty("WPPConnect")
    WPP_CONNECT("WPPConnect");

    private final String wireName;

    Flavor(String wireName) {
      this.wireName = wireName;
    }
  }
}
