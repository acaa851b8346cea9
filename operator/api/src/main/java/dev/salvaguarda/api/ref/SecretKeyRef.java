package dev.salvaguarda.api.ref;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.schema.ApiObject;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * One key of a Secret in the same namespace.
 *
 * @param name of the Secret
 * @param key in its data; {@link #DEFAULT_KEY} when not given
 */
@ApiObject
public record SecretKeyRef(
    @JsonPropertyDescription("Name of a Secret in the same namespace.")
        @Required
        @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription("Key of the Secret whose value is meant.")
        @Default(SecretKeyRef.DEFAULT_KEY)
        @Size(min = 1, max = 253)
        String key) {

  /** The key that is meant when none is named. */
  public static final String DEFAULT_KEY = "password";

  public SecretKeyRef {
    key = key == null ? DEFAULT_KEY : key;
  }
}
