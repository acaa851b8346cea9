package dev.salvaguarda.api.ref;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Certificates of authorities, in PEM form, in one key of a ConfigMap or a Secret of the same
 * namespace.
 *
 * @param kind of the object; {@link Kind#CONFIG_MAP} when not given
 * @param name of the object
 * @param key in its data; {@link #DEFAULT_KEY} when not given
 */
@ApiObject
public record CaBundleRef(
    @JsonPropertyDescription("Kind of the object that holds the certificates: ConfigMap or Secret.")
        @Default("ConfigMap")
        Kind kind,
    @JsonPropertyDescription("Name of the ConfigMap or Secret in the same namespace.")
        @Required
        @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription("Key whose value is one or more certificates in PEM form.")
        @Default(CaBundleRef.DEFAULT_KEY)
        @Size(min = 1, max = 253)
        String key) {

  /** The key that is meant when none is named. */
  public static final String DEFAULT_KEY = "ca.crt";

  public CaBundleRef {
    kind = kind == null ? Kind.CONFIG_MAP : kind;
    key = key == null ? DEFAULT_KEY : key;
  }

  /** What can hold certificates. */
  public enum Kind {
    /** Certificates of authorities are public, so a ConfigMap is the usual place. */
    @JsonProperty("ConfigMap")
    CONFIG_MAP,
    /** For bundles that cert-manager and others keep beside a private key. */
    @JsonProperty("Secret")
    SECRET
  }
}
