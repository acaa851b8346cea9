package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;

/** The node's object and the Lease that says that the node lives. */
final class NodeRegistration {
  private static final String LEASE_NAMESPACE = "kube-node-lease";
  private static final int LEASE_SECONDS = 40;

  private final KubernetesClient client;
  private final String name;
  private final int port;
  private final Clock clock;

  NodeRegistration(KubernetesClient client, String name, int port, Clock clock) {
    this.client = client;
    this.name = name;
    this.port = port;
    this.clock = clock;
  }

  /** Makes or mends the node's object and renews its Lease. */
  void register() {
    Node node = node();
    if (client.nodes().withName(name).get() == null) {
      client.resource(node).create();
    }
    // A merge patch, because the controllers write to a new node at the same time.
    client
        .nodes()
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Map.of("status", node.getStatus())));
    renew();
  }

  /** Says that the node lives; a failure is left to the next time. */
  void renew() {
    try {
      client.resource(lease()).createOr(existing -> existing.update());
    } catch (KubernetesClientException e) {
      // The API server may be away; that's what some tests are about.
    }
  }

  Map<String, String> labels() {
    return Map.of(
        "kubernetes.io/hostname", name,
        "kubernetes.io/os", "linux",
        "kubernetes.io/arch", "amd64");
  }

  private Node node() {
    Map<String, Quantity> capacity =
        Map.of(
            "cpu", new Quantity("8"),
            "memory", new Quantity("16Gi"),
            "ephemeral-storage", new Quantity("100Gi"),
            "pods", new Quantity("110"));
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels())
        .endMetadata()
        .withNewStatus()
        .withCapacity(capacity)
        .withAllocatable(capacity)
        // No host name: the API server would prefer it, and nobody can resolve it.
        .addNewAddress("127.0.0.1", "InternalIP")
        .withNewDaemonEndpoints()
        .withNewKubeletEndpoint(port)
        .endDaemonEndpoints()
        .withNewNodeInfo()
        .withKubeletVersion("v0.0.0-stand-in")
        .withOperatingSystem("linux")
        .withArchitecture("amd64")
        .endNodeInfo()
        .withConditions(ready())
        .endStatus()
        .build();
  }

  private NodeCondition ready() {
    String now = clock.instant().toString();
    return new NodeConditionBuilder()
        .withType("Ready")
        .withStatus("True")
        .withReason("StandInReady")
        .withMessage("runs pods as processes")
        .withLastHeartbeatTime(now)
        .withLastTransitionTime(now)
        .build();
  }

  private Lease lease() {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(LEASE_NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(name)
        .withLeaseDurationSeconds(LEASE_SECONDS)
        .withRenewTime(ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .endSpec()
        .build();
  }
}
