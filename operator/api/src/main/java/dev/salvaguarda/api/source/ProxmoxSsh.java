package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.schema.ApiObject;
import dev.salvaguarda.api.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * A login by SSH on each node.
 *
 * @param user {@link #DEFAULT_USER} when not given
 * @param keyRef Secret with the key {@link ProxmoxSource#SSH_KEY}
 * @param hostKeys what the nodes may show
 * @param port {@link #DEFAULT_PORT} when not given
 */
@ApiObject
public record ProxmoxSsh(
    @JsonPropertyDescription(
            "User on the nodes. vzdump works as root only; the key is bound to the guard that comes"
                + " with the examples.")
        @Default(ProxmoxSsh.DEFAULT_USER)
        @ValidationRule(
            value = "self.matches('^[a-z_][a-z0-9_-]{0,31}$')",
            message = "must be the name of a user of the host, for example root")
        String user,
    @JsonPropertyDescription(
            "Secret of the type kubernetes.io/ssh-auth: its key ssh-privatekey is a private key"
                + " without a passphrase.")
        @Required
        LocalRef keyRef,
    @JsonPropertyDescription(
            "Public host keys of the nodes, as /etc/ssh/ssh_host_ed25519_key.pub holds them. A host"
                + " that shows none of them is not talked to.")
        @Required
        @Size(min = 1, max = 100)
        @ListSet
        @ValidationRule(
            value =
                "self.all(key, key.matches('^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)) AAAA[A-Za-z0-9+/]+={0,2}( [^\\\\r\\\\n]*)?$'))",
            message =
                "must be public host keys without a name in front, for example ssh-ed25519 AAAA…")
        List<@Size(max = 2048) String> hostKeys,
    @JsonPropertyDescription("TCP port of SSH on the nodes.") @Default("22") @Min(1) @Max(65535)
        Integer port) {

  /** Who may start vzdump. */
  public static final String DEFAULT_USER = "root";

  /** The port of a host that was set up as usual. */
  public static final int DEFAULT_PORT = 22;

  public ProxmoxSsh {
    user = user == null ? DEFAULT_USER : user;
    hostKeys = hostKeys == null ? List.of() : List.copyOf(hostKeys);
    port = port == null ? DEFAULT_PORT : port;
  }
}
