package dev.salvaguarda.agent.proxmox;

import dev.salvaguarda.repository.model.SecretBytes;
import java.util.List;

/**
 * How hosts are entered by SSH.
 *
 * @param key private key in the form of OpenSSH or PEM, without a passphrase; stays the caller's
 * @param hostKeys what a host may show, such as {@code ssh-ed25519 AAAA…}; any of them on any host
 */
public record SshAccess(String user, SecretBytes key, List<String> hostKeys, int port) {
  public SshAccess {
    hostKeys = List.copyOf(hostKeys);
  }
}
