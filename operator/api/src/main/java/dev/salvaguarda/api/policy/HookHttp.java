package dev.salvaguarda.api.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.BracketedAddress;
import dev.salvaguarda.api.schema.WebUrl;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request over HTTP. No redirect is followed, and of the answer only the status counts.
 *
 * @param url http or https, without user, password or fragment
 * @param method {@link Method#POST} when not given
 * @param headersRef Secret whose keys are names of headers; null means none
 * @param caBundleRef authorities of the server; null means those that everybody knows
 * @param body sent as it stands; null means none
 * @param expectedStatus what means success; empty means any from 200 to 299
 */
@ApiObject
public record HookHttp(
    @JsonPropertyDescription(
            "Where the request goes: http or https, without user and password; those belong into"
                + " headersRef.")
        @Required
        @Size(min = 1, max = 512)
        @WebUrl
        @ValidationRule(
            value = "!self.matches(r\"" + HookHttp.LOCAL + "\")",
            message =
                "must not lead to the operator's own pod or to its link: no loopback, link-local or"
                    + " unspecified address")
        @BracketedAddress
        String url,
    @JsonPropertyDescription("Method of the request.") @Default("POST") Method method,
    @JsonPropertyDescription(
            "Secret of the same namespace: each key is the name of a header, its value the header's,"
                + " for example Authorization.")
        @Nullable LocalRef headersRef,
    @JsonPropertyDescription(
            "Authorities that the server's certificate is checked against. Without it, those that"
                + " Java knows.")
        @Nullable CaBundleRef caBundleRef,
    @JsonPropertyDescription(
            "Body of the request. It is application/json unless headersRef has a Content-Type. Never"
                + " name a secret here.")
        @Size(max = 1024)
        @Nullable String body,
    @JsonPropertyDescription(
            "Status codes that mean success. Without it, any from 200 to 299. A redirect is not"
                + " followed.")
        @Size(max = 8)
        List<@Min(100) @Max(599) Integer> expectedStatus) {

  /** Addresses alone: what a name leads to is seen when it is called. */
  static final String LOCAL =
      "^https?://(((0|127)[.][0-9]{1,3}|169[.]254)([.][0-9]{1,3}){2}([:/?]|$)"
          + "|\\[[0:]+1?\\]|\\[[Ff][Ee][89ABab][0-9A-Fa-f]:)";

  public HookHttp {
    method = method == null ? Method.POST : method;
    expectedStatus = expectedStatus == null ? List.of() : List.copyOf(expectedStatus);
  }

  /** Methods of a request. */
  public enum Method {
    @JsonProperty("GET")
    GET,
    @JsonProperty("POST")
    POST,
    @JsonProperty("PUT")
    PUT,
    @JsonProperty("PATCH")
    PATCH,
    @JsonProperty("DELETE")
    DELETE
  }
}
