package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.source.ProxmoxGuests;
import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.api.source.ProxmoxSsh;
import dev.salvaguarda.api.source.ProxmoxTls;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.controller.worker.manifest.WorkerPaths;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Guests of a Proxmox VE host or cluster, which is called as its endpoint. */
final class ProxmoxWorkload {
  private static final String TOKEN = "source";
  private static final String SSH = "source-ssh";

  private ProxmoxWorkload() {}

  static SourceWorkload of(ProxmoxSource source) {
    String host = URI.create(source.endpoint()).getHost();
    return new SourceWorkload(
        "proxmox " + host, Set.of(host), mounts(source), SourceOrder.of(host, order(source)));
  }

  private static List<Mount> mounts(ProxmoxSource source) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(
        Mount.ofSecret(
            TOKEN, source.tokenRef(), ProxmoxSource.TOKEN_ID, ProxmoxSource.TOKEN_SECRET));
    mounts.add(Mount.ofSecret(SSH, source.transport().ssh().keyRef(), ProxmoxSource.SSH_KEY));
    if (source.tls() != null && source.tls().caBundleRef() != null) {
      mounts.add(Mount.ofAuthorities(TOKEN, source.tls().caBundleRef()));
    }
    return mounts;
  }

  private static ProxmoxOrder order(ProxmoxSource source) {
    return new ProxmoxOrder(
        source.endpoint(),
        authorities(source.tls()),
        source.tls() == null ? null : source.tls().fingerprint(),
        file(TOKEN, ProxmoxSource.TOKEN_ID),
        file(TOKEN, ProxmoxSource.TOKEN_SECRET),
        guests(source.guests()),
        ssh(source.transport().ssh()),
        source.fleecing() == null ? null : source.fleecing().storage(),
        switch (source.requiredConsistency()) {
          case CRASH -> Consistency.CRASH;
          case FILE_SYSTEM -> Consistency.FILE_SYSTEM;
        },
        switch (source.containerFallback()) {
          case FAIL -> ProxmoxOrder.ContainerFallback.FAIL;
          case ACCEPT -> ProxmoxOrder.ContainerFallback.ACCEPT;
        });
  }

  private static @Nullable String authorities(@Nullable ProxmoxTls tls) {
    return tls == null || tls.caBundleRef() == null ? null : file(TOKEN + "-ca", WorkerPaths.CA);
  }

  private static ProxmoxOrder.Guests guests(ProxmoxGuests guests) {
    return new ProxmoxOrder.Guests(
        guests.ids(), guests.tags(), guests.pools(), guests.names(), guests.exclude());
  }

  private static ProxmoxOrder.Ssh ssh(ProxmoxSsh ssh) {
    return new ProxmoxOrder.Ssh(
        ssh.user(), file(SSH, ProxmoxSource.SSH_KEY), ssh.hostKeys(), ssh.port());
  }

  private static String file(String volume, String name) {
    return WorkerPaths.SECRETS + volume + "/" + name;
  }
}
