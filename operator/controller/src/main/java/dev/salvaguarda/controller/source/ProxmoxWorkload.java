package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.source.ProxmoxGuests;
import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.api.source.ProxmoxSpool;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.controller.worker.manifest.WorkerPaths;
import dev.salvaguarda.domain.guest.Exclusion;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Guests of a Proxmox VE host or cluster, which is called as its endpoint. */
public final class ProxmoxWorkload {
  private ProxmoxWorkload() {}

  static SourceWorkload of(ProxmoxSource source) {
    String host = URI.create(source.endpoint()).getHost();
    ProxmoxFiles files = ProxmoxFiles.of(source);
    return new SourceWorkload(
        "proxmox " + host,
        Set.of(host),
        mounts(files, source.transport().spool()),
        SourceOrder.of(host, order(source, files)));
  }

  /** Archives are removed by the API, so a spool is only read. */
  private static List<Mount> mounts(ProxmoxFiles files, @Nullable ProxmoxSpool spool) {
    List<Mount> mounts = new ArrayList<>(files.mounts());
    if (spool != null) {
      Volume claim =
          new VolumeBuilder()
              .withName("spool")
              .withNewPersistentVolumeClaim(spool.claimName(), true)
              .build();
      mounts.add(Mount.readOnly(claim, WorkerPaths.SPOOL));
    }
    return mounts;
  }

  private static ProxmoxOrder order(ProxmoxSource source, ProxmoxFiles files) {
    ProxmoxSpool spool = source.transport().spool();
    return new ProxmoxOrder(
        files.access(),
        guests(source.guests()),
        files.login(),
        spool == null ? null : new ProxmoxOrder.Spool(spool.storage(), WorkerPaths.SPOOL),
        source.fleecing() == null ? null : source.fleecing().storage(),
        switch (source.requiredConsistency()) {
          case CRASH -> Consistency.CRASH;
          case FILE_SYSTEM -> Consistency.FILE_SYSTEM;
        },
        switch (source.containerFallback()) {
          case FAIL -> ProxmoxOrder.ContainerFallback.FAIL;
          case ACCEPT -> ProxmoxOrder.ContainerFallback.ACCEPT;
        },
        switch (source.mode()) {
          case SNAPSHOT -> ProxmoxOrder.Mode.SNAPSHOT;
          case SUSPEND -> ProxmoxOrder.Mode.SUSPEND;
          case STOP -> ProxmoxOrder.Mode.STOP;
        },
        source.parallelNodes());
  }

  /** What a policy copies. */
  public static ProxmoxOrder.Guests guests(ProxmoxGuests guests) {
    return new ProxmoxOrder.Guests(
        guests.ids(), guests.tags(), guests.pools(), guests.names(), guests.exclude());
  }

  /** What it says that nobody copies on purpose. */
  public static List<Exclusion> exclusions(ProxmoxSource source) {
    return source.exclusions().stream()
        .map(one ->
            new Exclusion(
                new ProxmoxOrder.Guests(
                    one.match().ids(),
                    one.match().tags(),
                    one.match().pools(),
                    one.match().names(),
                    List.of()),
                one.reason(),
                one.by()))
        .toList();
  }
}
