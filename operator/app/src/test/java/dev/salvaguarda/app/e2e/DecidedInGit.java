package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;

/**
 * What people keep in git of an incident and of maintenance, and a channel that tells it.
 *
 * @param at when they decided it
 */
record DecidedInGit(KubernetesClient client, String namespace, Instant at) {
  void applyChannel() {
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: NotificationChannel
        metadata: {name: group, namespace: %s}
        spec:
          email: {host: localhost, from: ti@example.org}
          recipients: [{organization: IT, addressesRef: {name: nobody-yet}}]
          subscribes: [{}]
        """
            .formatted(namespace));
  }

  /** The whole of it, as a GitOps tool applies it. */
  void apply() {
    applyIncident();
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: MaintenanceWindow
        metadata: {name: files, namespace: %s}
        spec:
          type: Preventive
          components: [{name: files}]
          start: "%s"
          end: "%s"
          requested: {by: joao, via: E-mail, at: "%s"}
          announcement: {by: ana, at: "%4$s"}
          moves: [{start: "%s", end: "%s", by: ana, at: "%s"}]
        """
            .formatted(
                namespace,
                at.plus(Duration.ofDays(1)),
                at.plus(Duration.ofHours(25)),
                at,
                at.plus(Duration.ofDays(2)),
                at.plus(Duration.ofHours(49)),
                at.plusSeconds(1)));
  }

  void applyIncident() {
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Incident
        metadata: {name: mail, namespace: %s}
        spec:
          type: Failure
          component: {name: mail}
          origin: Client
          reporters: [{organization: IT, via: Phone, at: "%s"}]
          impact: all of it
          acknowledgement: {by: ana, at: "%2$s"}
          verdict: {outcome: Confirmed, scope: General, by: joao, at: "%s"}
          updates: [{id: u1, text: The disk was changed., by: ana, at: "%s"}]
        """
            .formatted(namespace, at, at.plusSeconds(1), at.plusSeconds(2)));
  }

  /** However often it was applied. */
  void assertToldOnce() {
    assertThat(client.resources(Notice.class).inNamespace(namespace).list().getItems())
        .filteredOn(notice -> notice.getSpec().channelRef().name().equals("group"))
        .extracting(notice -> notice.getSpec().message())
        .containsExactlyInAnyOrder(
            "ReceiptConfirmation",
            "IncidentConfirmed",
            "IncidentUpdate",
            "MaintenanceScheduled",
            "MaintenanceRescheduled");
  }
}
