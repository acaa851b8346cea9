package dev.salvaguarda.controller.host;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.VerificationSpec;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.restore.ProxmoxTarget;
import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.api.source.ProxmoxSpool;
import dev.salvaguarda.api.source.ProxmoxSsh;
import dev.salvaguarda.api.source.ProxmoxTls;
import dev.salvaguarda.controller.archive.MissingReferenceException;
import dev.salvaguarda.controller.archive.NamedSecretsGatherer;
import dev.salvaguarda.controller.port.GuestHosts;
import dev.salvaguarda.controller.source.ProxmoxWorkload;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.domain.guest.HostFinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Has hosts asked where that is due, and tells what is known of them. */
public final class HostGatherer {
  /** A Secret that a person makes or mends is seen within this time. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final HostProbes probes;

  public HostGatherer(KubernetesClient client, HostProbes probes) {
    this.client = client;
    this.probes = probes;
  }

  /**
   * What is known.
   *
   * @param lookAgainAt when that may be something else by time passing alone
   */
  public record Look(HostSeen seen, Instant lookAgainAt) {
    /** Nothing is asked. */
    public static final Look NONE = new Look(new HostSeen.None(), Instant.MAX);
  }

  /**
   * Looks once. What goes wrong here keeps no run from being started.
   *
   * @param all gives every policy that the operator knows, this one included
   * @param ended called when an answer is there that this has asked for
   */
  public Look look(
      BackupPolicy policy, Supplier<Stream<BackupPolicy>> all, Instant now, Runnable ended) {
    // There are thousands of policies, and mostly none of a host.
    if (!probes.isEmpty()) {
      probes.retainOnly(
          all.get().map(one -> one.getMetadata().getUid()).collect(Collectors.toSet()));
    }
    ProxmoxSource source = policy.getSpec().source().proxmox();
    if (source == null) {
      return Look.NONE;
    }
    try {
      return look(
          policy, source, HostNeighbours.of(policy, source, all.get().toList()), now, ended);
    } catch (MissingReferenceException missing) {
      return new Look(
          new HostSeen.Incomplete(missing.reason(), missing.sentence()), now.plus(LOOK));
    } catch (KubernetesClientException e) {
      FailedLook why = FailedLook.of(e);
      return new Look(new HostSeen.Unread(why.reason(), why.sentence()), now.plus(LOOK));
    }
  }

  private Look look(
      BackupPolicy policy,
      ProxmoxSource source,
      HostNeighbours neighbours,
      Instant now,
      Runnable ended) {
    String uid = policy.getMetadata().getUid();
    long generation = Objects.requireNonNullElse(policy.getMetadata().getGeneration(), 0L);
    NamedSecretsGatherer secrets =
        new NamedSecretsGatherer(client, policy.getMetadata().getNamespace());
    GuestHosts.Question question = question(policy, source, neighbours, secrets);
    String inputs = generation + " " + neighbours.version() + secrets.versions();
    return switch (HostDecision.decide(inputs, probes.newest(uid), now)) {
      case HostDecision.Report(HostFinding finding, Instant until) -> {
        probes.remember(uid, generation, finding);
        yield new Look(new HostSeen.Found(finding), until);
      }
      case HostDecision.Ask() -> {
        probes.start(uid, inputs, question, ended);
        yield awaited(uid, generation, now);
      }
      case HostDecision.Await() -> awaited(uid, generation, now);
    };
  }

  private Look awaited(String uid, long generation, Instant now) {
    HostSeen before =
        Optional.ofNullable(probes.known(uid, generation))
            .<HostSeen>map(HostSeen.Found::new)
            .orElseGet(HostSeen.Awaited::new);
    return new Look(before, now.plus(LOOK));
  }

  private static GuestHosts.Question question(
      BackupPolicy policy,
      ProxmoxSource source,
      HostNeighbours neighbours,
      NamedSecretsGatherer secrets) {
    return new GuestHosts.Question(
        login(source.endpoint(), source.tls(), source.tokenRef(), secrets),
        way(source, secrets),
        ProxmoxWorkload.guests(source.guests()),
        neighbours.selections(),
        neighbours.exclusions(),
        trials(policy.getSpec().verification(), secrets));
  }

  private static GuestHosts.@Nullable Trials trials(
      @Nullable VerificationSpec verification, NamedSecretsGatherer secrets) {
    ProxmoxTarget target = verification == null ? null : verification.proxmox();
    return target == null
        ? null
        : new GuestHosts.Trials(
            login(target.endpoint(), target.tls(), target.tokenRef(), secrets),
            ssh(target.ssh(), secrets),
            target.node(),
            target.storage(),
            target.firstVmid(),
            target.lastVmid());
  }

  private static GuestHosts.Login login(
      String endpoint, @Nullable ProxmoxTls tls, LocalRef token, NamedSecretsGatherer secrets) {
    return new GuestHosts.Login(
        endpoint,
        tls == null || tls.caBundleRef() == null ? null : secrets.caBundle(tls.caBundleRef()),
        tls == null ? null : tls.fingerprint(),
        secrets.oneLine(token.name(), ProxmoxSource.TOKEN_ID),
        secrets.oneLine(token.name(), ProxmoxSource.TOKEN_SECRET));
  }

  private static GuestHosts.Way way(ProxmoxSource source, NamedSecretsGatherer secrets) {
    ProxmoxSpool spool = source.transport().spool();
    return spool == null
        ? ssh(Objects.requireNonNull(source.transport().ssh(), "exactly one is set"), secrets)
        : new GuestHosts.Spool(
            spool.storage(), source.fleecing() == null ? null : source.fleecing().storage());
  }

  private static GuestHosts.Ssh ssh(ProxmoxSsh ssh, NamedSecretsGatherer secrets) {
    return new GuestHosts.Ssh(
        ssh.user(),
        secrets.text(ssh.keyRef().name(), ProxmoxSource.SSH_KEY),
        ssh.hostKeys(),
        ssh.port());
  }
}
