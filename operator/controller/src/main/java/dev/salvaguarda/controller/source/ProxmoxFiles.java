package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.restore.ProxmoxTarget;
import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.api.source.ProxmoxSsh;
import dev.salvaguarda.api.source.ProxmoxTls;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.controller.worker.manifest.WorkerPaths;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker finds what it needs to work with a Proxmox VE host.
 *
 * @param name of the volume with the token; those with the SSH key and the authorities are called
 *     so with an ending
 * @param tls by what the API is known; null means the authorities of the image
 * @param ssh how its nodes are entered; null where they are not
 */
public record ProxmoxFiles(
    String name,
    String endpoint,
    @Nullable ProxmoxTls tls,
    LocalRef token,
    @Nullable ProxmoxSsh ssh) {

  static ProxmoxFiles of(ProxmoxSource source) {
    return new ProxmoxFiles(
        "source", source.endpoint(), source.tls(), source.tokenRef(), source.transport().ssh());
  }

  /** Those of a host on which guests are made. */
  public static ProxmoxFiles of(ProxmoxTarget target) {
    return new ProxmoxFiles(
        "target", target.endpoint(), target.tls(), target.tokenRef(), target.ssh());
  }

  /** The volumes. */
  public List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Mount.ofSecret(name, token, ProxmoxSource.TOKEN_ID, ProxmoxSource.TOKEN_SECRET));
    if (ssh != null) {
      mounts.add(Mount.ofSecret(name + "-ssh", ssh.keyRef(), ProxmoxSource.SSH_KEY));
    }
    if (tls != null && tls.caBundleRef() != null) {
      mounts.add(Mount.ofAuthorities(name, tls.caBundleRef()));
    }
    return mounts;
  }

  /** The same for the program that asks the API. */
  public ProxmoxAccess access() {
    return new ProxmoxAccess(
        endpoint,
        tls == null || tls.caBundleRef() == null ? null : file("-ca", WorkerPaths.CA),
        tls == null ? null : tls.fingerprint(),
        file("", ProxmoxSource.TOKEN_ID),
        file("", ProxmoxSource.TOKEN_SECRET));
  }

  /** And that enters nodes; null where no node is entered. */
  public ProxmoxOrder.@Nullable Ssh login() {
    return ssh == null
        ? null
        : new ProxmoxOrder.Ssh(
            ssh.user(), file("-ssh", ProxmoxSource.SSH_KEY), ssh.hostKeys(), ssh.port());
  }

  private String file(String ending, String key) {
    return WorkerPaths.SECRETS + name + ending + "/" + key;
  }
}
