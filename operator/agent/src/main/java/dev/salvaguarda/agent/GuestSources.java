package dev.salvaguarda.agent;

import dev.salvaguarda.agent.adapter.proxmox.HostClient;
import dev.salvaguarda.agent.adapter.proxmox.RestProxmoxApi;
import dev.salvaguarda.agent.adapter.proxmox.RestSpoolApi;
import dev.salvaguarda.agent.adapter.ssh.SshRemoteShell;
import dev.salvaguarda.agent.guest.ArchiveOrigin;
import dev.salvaguarda.agent.guest.GuestSource;
import dev.salvaguarda.agent.guest.HostProbe;
import dev.salvaguarda.agent.guest.ProxmoxHost;
import dev.salvaguarda.agent.guest.ShellOrigin;
import dev.salvaguarda.agent.guest.TrialProbe;
import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.proxmox.HostLogin;
import dev.salvaguarda.agent.proxmox.HostTrust;
import dev.salvaguarda.agent.proxmox.SshAccess;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.spool.SpoolMark;
import dev.salvaguarda.agent.spool.SpoolOrigin;
import dev.salvaguarda.agent.spool.SpoolPace;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a Proxmox host asks for, and opens the two ways to it. */
public final class GuestSources {
  /** A look waits less than a copy does, and does not take what would fill a small memory. */
  private static final Duration TO_ANSWER_A_LOOK = Duration.ofSeconds(15);

  private static final Duration TO_LET_A_LOOK_IN = Duration.ofSeconds(10);
  private static final long LONGEST_ANSWER_TO_A_LOOK = 3L << 20;

  private GuestSources() {}

  /**
   * The guests of a task; nothing is asked yet.
   *
   * @param namespace of its policy
   * @throws SourceException if something that is mounted can't be read, or can't be what it should
   */
  static Source open(ProxmoxOrder order, CopyTask task, String namespace, Clock clock)
      throws SourceException {
    HostClient client = worker(order.access());
    return new GuestSource(
        order,
        new RestProxmoxApi(client),
        origin(order, SpoolMark.of(namespace, task), client),
        clock);
  }

  private static ArchiveOrigin origin(ProxmoxOrder order, SpoolMark mark, HostClient client)
      throws SourceException {
    if (order.spool() != null) {
      return new SpoolOrigin(
          new RestSpoolApi(client),
          SpoolOrigin.Way.of(order, order.spool()),
          mark,
          SpoolPace.USUAL);
    }
    return new ShellOrigin(
        shell(Objects.requireNonNull(order.ssh(), "exactly one is set")),
        name(order.access()),
        order.mode(),
        order.fleecingStorage());
  }

  /**
   * The ways to a host; nothing is asked yet.
   *
   * @throws SourceException if something that is mounted can't be read, or can't be what it should
   */
  static ProxmoxHost host(RestoreInto.Place place) throws SourceException {
    return new ProxmoxHost(
        name(place.access()), new RestProxmoxApi(worker(place.access())), shell(place.ssh()));
  }

  private static String name(ProxmoxAccess access) {
    return URI.create(access.endpoint()).getHost();
  }

  private static HostClient worker(ProxmoxAccess access) throws SourceException {
    @Nullable String authorities = access.caBundleFile();
    HostLogin login =
        new HostLogin(
            URI.create(access.endpoint()),
            authorities == null ? null : read("bundle of authorities", authorities).revealUtf8(),
            access.fingerprint(),
            HostLogin.token(
                read("name of the API token", access.tokenIdFile()).revealUtf8(),
                read("secret of the API token", access.tokenSecretFile()).revealUtf8()));
    return client(login, HostClient.TO_ANSWER, HostClient.LONGEST_ANSWER);
  }

  private static RemoteShell shell(ProxmoxOrder.Ssh ssh) throws SourceException {
    return new SshRemoteShell(
        new SshAccess(ssh.user(), read("SSH key", ssh.keyFile()), ssh.hostKeys(), ssh.port()),
        SshRemoteShell.TO_CONNECT);
  }

  /**
   * A look at a host whose nodes are entered by SSH, that must not take long; nothing is asked yet.
   *
   * @throws SourceException if the login can't be what it should
   */
  public static HostProbe aLook(HostLogin login, SshAccess ssh) throws SourceException {
    ProxmoxHost host = forALook(login, ssh);
    return new HostProbe(host.name(), host.api(), ShellOrigin.ofALook(host.shell(), host.name()));
  }

  /**
   * A look at a host on which guests are to be tried; nothing is asked yet.
   *
   * @throws SourceException if the login can't be what it should
   */
  public static TrialProbe aTrialLook(HostLogin login, SshAccess ssh) throws SourceException {
    return new TrialProbe(forALook(login, ssh));
  }

  private static ProxmoxHost forALook(HostLogin login, SshAccess ssh) throws SourceException {
    return new ProxmoxHost(
        login.endpoint().getHost(),
        new RestProxmoxApi(ofALook(login)),
        new SshRemoteShell(ssh, TO_LET_A_LOOK_IN));
  }

  /**
   * The same at one that writes to a storage.
   *
   * @throws SourceException if the login can't be what it should
   */
  public static HostProbe aLook(HostLogin login, String storage, @Nullable String fleecingStorage)
      throws SourceException {
    HostClient client = ofALook(login);
    return new HostProbe(
        login.endpoint().getHost(),
        new RestProxmoxApi(client),
        SpoolOrigin.ofALook(new RestSpoolApi(client), storage, fleecingStorage));
  }

  private static HostClient ofALook(HostLogin login) throws SourceException {
    return client(login, TO_ANSWER_A_LOOK, LONGEST_ANSWER_TO_A_LOOK);
  }

  private static HostClient client(HostLogin login, Duration toAnswer, long longestAnswer)
      throws SourceException {
    return new HostClient(login.endpoint(), trust(login), login.token(), toAnswer, longestAnswer);
  }

  private static HostTrust trust(HostLogin login) throws SourceException {
    if (login.fingerprint() != null) {
      return fingerprint(login.fingerprint());
    }
    return login.authorities() == null
        ? new HostTrust.OfSystem()
        : new HostTrust.ByAuthorities(login.authorities());
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
