package dev.salvaguarda.controller.host;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.controller.source.ProxmoxWorkload;
import dev.salvaguarda.domain.guest.Exclusion;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.Guests;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the policies of a namespace copy of one host or cluster together. One that is suspended
 * copies nothing; what it leaves out on purpose stays left out.
 *
 * @param selections of each
 * @param exclusions of all
 * @param version changes whenever one of them does
 */
record HostNeighbours(List<Guests> selections, List<Exclusion> exclusions, String version) {
  static HostNeighbours of(
      BackupPolicy policy, ProxmoxSource source, Collection<BackupPolicy> all) {
    List<BackupPolicy> same =
        all.stream()
            .filter(one -> isBeside(one, policy))
            .filter(one -> isOf(place(source), one))
            .sorted(Comparator.comparing(one -> one.getMetadata().getName()))
            .toList();
    return new HostNeighbours(
        same.stream()
            .filter(one -> !one.getSpec().suspend())
            .map(one -> ProxmoxWorkload.guests(proxmox(one).guests()))
            .toList(),
        same.stream().flatMap(one -> ProxmoxWorkload.exclusions(proxmox(one)).stream()).toList(),
        same.stream()
            .map(one -> one.getMetadata().getUid() + "@" + one.getMetadata().getGeneration())
            .collect(Collectors.joining(" ")));
  }

  private static boolean isBeside(BackupPolicy one, BackupPolicy policy) {
    return one.getMetadata().getNamespace().equals(policy.getMetadata().getNamespace())
        && one.getMetadata().getDeletionTimestamp() == null;
  }

  private static boolean isOf(String place, BackupPolicy one) {
    ProxmoxSource source = one.getSpec().source().proxmox();
    return source != null && place(source).equals(place);
  }

  /** Host and port. */
  private static String place(ProxmoxSource source) {
    return URI.create(source.endpoint()).getAuthority().toLowerCase(Locale.ROOT);
  }

  private static ProxmoxSource proxmox(BackupPolicy policy) {
    return (ProxmoxSource) policy.getSpec().source().kind();
  }
}
