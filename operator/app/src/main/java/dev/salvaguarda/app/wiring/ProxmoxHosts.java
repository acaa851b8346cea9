package dev.salvaguarda.app.wiring;

import dev.salvaguarda.agent.GuestSources;
import dev.salvaguarda.agent.guest.HostProbe;
import dev.salvaguarda.agent.guest.TrialPlace;
import dev.salvaguarda.agent.proxmox.HostLogin;
import dev.salvaguarda.agent.proxmox.SshAccess;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.controller.port.GuestHosts;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.guest.HostFinding;
import dev.salvaguarda.repository.model.SecretBytes;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Asks hosts as a worker does that copies their guests, and with less patience. */
final class ProxmoxHosts implements GuestHosts {
  private final Clock clock;

  ProxmoxHosts(Clock clock) {
    this.clock = clock;
  }

  @Override
  public HostFinding look(GuestHosts.Question question) {
    try {
      HostFinding found =
          probe(question)
              .look(question.guests(), question.policies(), question.exclusions(), clock.instant());
      return question.trials() == null || found.trouble() != null
          ? found
          : new HostFinding(trouble(question.trials()), found.seen(), found.sight());
    } catch (SourceException e) {
      return HostFinding.none(e.failure());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return HostFinding.none(
          new Failure(FailureReason.SOURCE_UNREACHABLE, "The look at the host was stopped."));
    }
  }

  /** What is said of both hosts in the same words is told apart. */
  private static @Nullable Failure trouble(GuestHosts.Trials trials) throws InterruptedException {
    @Nullable Failure found;
    try {
      found =
          GuestSources.aTrialLook(login(trials.host()), access(trials.ssh()))
              .look(
                  new TrialPlace(
                      trials.node(), trials.storage(), trials.firstVmid(), trials.lastVmid()));
    } catch (SourceException e) {
      found = e.failure();
    }
    return found == null
        ? null
        : new Failure(found.reason(), "Of verification.proxmox: " + found.message());
  }

  private static HostLogin login(GuestHosts.Login host) {
    return new HostLogin(
        URI.create(host.endpoint()),
        host.authorities(),
        host.fingerprint(),
        HostLogin.token(host.tokenId().reveal(), host.tokenSecret().reveal()));
  }

  private static HostProbe probe(GuestHosts.Question question) throws SourceException {
    HostLogin login = login(question.host());
    return switch (question.way()) {
      case GuestHosts.Spool spool -> GuestSources.aLook(login, spool.storage(), spool.fleecing());
      case GuestHosts.Ssh ssh -> GuestSources.aLook(login, access(ssh));
    };
  }

  private static SshAccess access(GuestHosts.Ssh ssh) {
    return new SshAccess(
        ssh.user(), SecretBytes.ofUtf8(ssh.key().reveal()), ssh.hostKeys(), ssh.port());
  }
}
