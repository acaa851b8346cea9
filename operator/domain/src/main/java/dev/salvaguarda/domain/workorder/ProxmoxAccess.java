package dev.salvaguarda.domain.workorder;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the API of a Proxmox VE host or cluster is asked.
 *
 * @param endpoint of the API, such as {@code https://pve01.example.org:8006}
 * @param caBundleFile PEM file with the authorities to trust; null means the system's
 * @param fingerprint SHA-256 of the certificate that the endpoint shows, as Proxmox writes it; null
 *     means that an authority is asked for
 * @param tokenIdFile file with the name of the API token, such as {@code backup@pve!salvaguarda}
 * @param tokenSecretFile file with its secret
 */
public record ProxmoxAccess(
    String endpoint,
    @Nullable String caBundleFile,
    @Nullable String fingerprint,
    String tokenIdFile,
    String tokenSecretFile) {
  public ProxmoxAccess {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(tokenIdFile, "tokenIdFile");
    Objects.requireNonNull(tokenSecretFile, "tokenSecretFile");
  }
}
