package dev.salvaguarda.api.notice;

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
 * WhatsApp's own API, which sends a text that Meta approved to one number at a time. Each of them
 * must have agreed to that before.
 *
 * @param url root of the API with its version
 * @param phoneNumberId of the number that sends
 * @param template name of the text, with two places: what it is about, and the message
 * @param templateLanguage in which it was approved
 * @param tokenRef the key of a Secret by which Meta knows us
 * @param caBundleRef authorities of a proxy before it; null means those that everybody knows
 */
@ApiObject
public record WhatsappCloudSpec(
    @JsonPropertyDescription(
            "Root of the API with its version, for example https://graph.facebook.com/v23.0. Meta"
                + " ends each version after some two years.")
        @Required
        @Size(min = 1, max = 512)
        @WebUrl
        @BracketedAddress
        String url,
    @JsonPropertyDescription(
            "Id of the number that sends, as Meta shows it; not the number itself.")
        @Required
        @Size(max = 32)
        @ValidationRule(
            value = "self.matches('^[0-9]{5,32}$')",
            message = "must be the id of a number, which is digits alone")
        String phoneNumberId,
    @JsonPropertyDescription(
            "Name of the template that Meta approved. Its body has two places, {{1}} for what it is"
                + " about and {{2}} for the message in one line.")
        @Required
        @Size(max = 512)
        @ValidationRule(
            value = "self.matches('^[a-z0-9_]+$')",
            message = "must be small letters, digits and underscores")
        String template,
    @JsonPropertyDescription(
            "Language in which the template was approved, for example pt_BR or en.")
        @Required
        @Size(max = 16)
        @ValidationRule(
            value = "self.matches('^[a-z]{2,3}(_[A-Z]{2,4})?$')",
            message = "must be a language as Meta writes it, for example pt_BR or en")
        String templateLanguage,
    @JsonPropertyDescription("Key of a Secret with the access token of a system user.") @Required
        SecretKeyRef tokenRef,
    @JsonPropertyDescription(
            "Authorities that the server's certificate is checked against. Without it, those that"
                + " Java knows.")
        @Nullable CaBundleRef caBundleRef)
    implements ChannelKind {

  @Override
  public String shown() {
    return "whatsappCloud " + URI.create(url).getAuthority();
  }

  /** One request for each number. */
  @Override
  public String longestAttempt() {
    return "5m";
  }
}
