package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How the connection to a database is protected.
 *
 * @param mode what is asked of the server
 * @param caBundleRef authorities to trust; null means those of the image
 */
@ApiObject
@ValidationRule(
    value = "!has(self.caBundleRef) || self.mode in ['VerifyCA', 'VerifyFull']",
    message =
        "caBundleRef has an effect only with mode VerifyCA or VerifyFull: the other modes check no"
            + " certificate")
public record TlsSpec(
    @JsonPropertyDescription(
            "What is asked of the server. Disable: plain text. Prefer: TLS where the server offers"
                + " it. Require: TLS or no connection. VerifyCA: also a certificate of a trusted"
                + " authority. VerifyFull: also one that names the host.")
        @Required
        Mode mode,
    @JsonPropertyDescription(
            "Certificates of the authorities to trust. Without it, those that the image trusts.")
        @Nullable CaBundleRef caBundleRef) {

  /** The modes, weakest first. */
  public enum Mode {
    /** Plain text. */
    @JsonProperty("Disable")
    DISABLE,
    /** TLS where the server offers it; no certificate is checked. */
    @JsonProperty("Prefer")
    PREFER,
    /** TLS or no connection; no certificate is checked. */
    @JsonProperty("Require")
    REQUIRE,
    /** TLS with a certificate of a trusted authority. */
    @JsonProperty("VerifyCA")
    VERIFY_CA,
    /** TLS with a certificate of a trusted authority that names the host. */
    @JsonProperty("VerifyFull")
    VERIFY_FULL
  }
}
