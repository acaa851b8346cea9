package dev.salvaguarda.agent.proxmox;

import dev.salvaguarda.repository.model.SecretBytes;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * All that it takes to ask a host or cluster.
 *
 * @param endpoint of the API, such as {@code https://pve01.example.org:8006}
 * @param authorities to trust, in PEM form; null means the system's
 * @param fingerprint SHA-256 of the certificate that the endpoint shows; null means that an
 *     authority is asked for
 * @param token such as {@code backup@pve!salvaguarda=…}
 */
public record HostLogin(
    URI endpoint, @Nullable String authorities, @Nullable String fingerprint, SecretBytes token) {
  /** A token as the API takes it. */
  public static SecretBytes token(String id, String secret) {
    return SecretBytes.ofUtf8(id.strip() + "=" + secret.strip());
  }
}
