package dev.salvaguarda.controller.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.Guests;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HostNeighboursTest {
  private static final String HOST = "https://pve01.example.org:8006";

  @Test
  void policiesOfOneEndpointAndNamespaceCountTogether() {
    BackupPolicy policy = policy("nightly", "site", HOST, false, 1);

    HostNeighbours all =
        of(
            policy,
            policy("weekly", "site", "https://PVE01.example.org:8006/", false, 1),
            policy("elsewhere", "other", HOST, false, 1),
            policy("other-host", "site", "https://pve02.example.org:8006", false, 1));

    assertThat(all.selections())
        .extracting(Guests::tags)
        .containsExactly(List.of("nightly"), List.of("weekly"));
    assertThat(all.exclusions())
        .extracting(one -> one.reason())
        .containsExactly("why nightly", "why weekly");
  }

  @Test
  void aSuspendedPolicyCopiesNothing() {
    BackupPolicy policy = policy("nightly", "site", HOST, false, 1);

    HostNeighbours all = of(policy, policy("weekly", "site", HOST, true, 1));

    assertThat(all.selections()).extracting(Guests::tags).containsExactly(List.of("nightly"));
    assertThat(all.exclusions()).hasSize(2);
  }

  @Test
  void theVersionFollowsEachOfThem() {
    BackupPolicy policy = policy("nightly", "site", HOST, false, 1);

    assertThat(of(policy).version())
        .isNotEqualTo(of(policy, policy("weekly", "site", HOST, false, 1)).version());
    assertThat(of(policy, policy("weekly", "site", HOST, false, 1)).version())
        .isNotEqualTo(of(policy, policy("weekly", "site", HOST, false, 2)).version());
  }

  private static HostNeighbours of(BackupPolicy policy, BackupPolicy... others) {
    List<BackupPolicy> all = new ArrayList<>(List.of(others));
    all.add(policy);
    return HostNeighbours.of(
        policy, Objects.requireNonNull(policy.getSpec().source().proxmox()), all);
  }

  private static BackupPolicy policy(
      String name, String namespace, String endpoint, boolean suspended, int generation) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: %1$s, namespace: %2$s, uid: %1$s, generation: %5$d}
        spec:
          suspend: %4$s
          schedules: [{name: daily, cron: "0 22 * * *"}]
          source:
            proxmox:
              endpoint: %3$s
              tokenRef: {name: pve-token}
              guests: {tags: [%1$s]}
              transport: {ssh: {keyRef: {name: pve-ssh}, hostKeys: []}}
              exclusions:
              - {match: {tags: [lab]}, reason: why %1$s}
          repositories: [{name: offsite}]
        """
            .formatted(name, namespace, endpoint, suspended, generation),
        BackupPolicy.class);
  }
}
