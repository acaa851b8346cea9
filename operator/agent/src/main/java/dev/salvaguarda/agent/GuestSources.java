package dev.salvaguarda.agent;

import dev.salvaguarda.agent.adapter.proxmox.RestProxmoxApi;
import dev.salvaguarda.agent.adapter.ssh.SshRemoteShell;
import dev.salvaguarda.agent.guest.GuestSource;
import dev.salvaguarda.agent.guest.ProxmoxHost;
import dev.salvaguarda.agent.proxmox.HostTrust;
import dev.salvaguarda.agent.proxmox.SshAccess;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Reads what a Proxmox host asks for, and opens the two ways to it. */
final class GuestSources {
  private GuestSources() {}

  /**
   * The guests of an order; nothing is asked yet.
   *
   * @throws SourceException if something that is mounted can't be read, or can't be what it should
   */
  static Source open(ProxmoxOrder order) throws SourceException {
    ProxmoxHost host = host(order.access());
    return new GuestSource(order, host.api(), host.shell());
  }

  /**
   * The ways to a host; nothing is asked yet.
   *
   * @throws SourceException if something that is mounted can't be read, or can't be what it should
   */
  static ProxmoxHost host(ProxmoxAccess order) throws SourceException {
    SecretBytes id = read("name of the API token", order.tokenIdFile());
    SecretBytes secret = read("secret of the API token", order.tokenSecretFile());
    SecretBytes token =
        SecretBytes.ofUtf8(id.revealUtf8().strip() + "=" + secret.revealUtf8().strip());
    SshAccess access =
        new SshAccess(
            order.ssh().user(),
            read("SSH key", order.ssh().keyFile()),
            order.ssh().hostKeys(),
            order.ssh().port());
    return new ProxmoxHost(
        URI.create(order.endpoint()).getHost(),
        new RestProxmoxApi(
            URI.create(order.endpoint()), trust(order), token, RestProxmoxApi.TO_ANSWER),
        new SshRemoteShell(access, SshRemoteShell.TO_CONNECT));
  }

  private static HostTrust trust(ProxmoxAccess order) throws SourceException {
    if (order.fingerprint() != null) {
      return fingerprint(order.fingerprint());
    }
    return order.caBundleFile() == null
        ? new HostTrust.OfSystem()
        : new HostTrust.ByAuthorities(
            read("bundle of authorities", order.caBundleFile()).revealUtf8());
  }

  private static HostTrust fingerprint(String text) throws SourceException {
    try {
      return new HostTrust.ByFingerprint(text);
    } catch (IllegalArgumentException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_TLS_NOT_TRUSTED,
          "The fingerprint %s is not of the form AB:CD:… with 32 bytes.".formatted(text),
          e);
    }
  }

  private static SecretBytes read(String what, String file) throws SourceException {
    try {
      return SecretBytes.fromFile(Path.of(file));
    } catch (IOException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The %s could not be read from %s.".formatted(what, file),
          e);
    }
  }
}
