package dev.salvaguarda.api.repository;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.SecretKeyRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListMap;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * The passwords of a repository; each is a key of it, and any of them opens it.
 *
 * @param passwordRef the password that backups use
 * @param recoveryPasswordRefs further passwords; one that is removed here is removed there
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.recoveryPasswordRefs) || self.recoveryPasswordRefs.all(r,"
            + " r.name != self.passwordRef.name || r.key != self.passwordRef.key)",
    message =
        "recoveryPasswordRefs must not name the key that passwordRef names: a second copy of the"
            + " same password protects against nothing")
public record EncryptionSpec(
    @JsonPropertyDescription("The password with which the repository is made and opened.") @Required
        SecretKeyRef passwordRef,
    @JsonPropertyDescription(
            "Further passwords that open the repository, for the day on which the first is lost."
                + " Adding one adds a key, removing one takes it out of the repository again. Keep"
                + " at least one outside of this cluster.")
        @Size(max = 5)
        @ListMap({"name", "key"})
        List<SecretKeyRef> recoveryPasswordRefs) {

  public EncryptionSpec {
    recoveryPasswordRefs =
        recoveryPasswordRefs == null ? List.of() : List.copyOf(recoveryPasswordRefs);
  }
}
