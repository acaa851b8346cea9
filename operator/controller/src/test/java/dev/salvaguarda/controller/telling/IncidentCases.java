package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.NotifySpec;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Incidents and the channels on which they are told, as the cluster holds them. */
final class IncidentCases {
  static final String CONFIRMED =
      """
      impact: o acesso às caixas postais
      verdict: {outcome: Confirmed, scope: General, by: joao, at: "2026-11-27T17:20:00Z"}
      """;
  static final String RESTRICTED =
      """
      impact: o acesso às caixas postais
      verdict:
        {outcome: Confirmed, scope: Restricted, organization: SEGER, by: joao, at: "2026-11-27T17:20:00Z"}
      """;
  static final String RESTORED = "restoration: {by: joao, at: \"2026-11-27T18:30:00Z\"}\n";
  static final String UPDATED =
      "updates: [{id: u1, text: Falta pouco., by: ana, at: \"2026-11-27T17:40:00Z\"}]\n";

  private IncidentCases() {}

  static Incident incident(String decided) {
    return Serialization.unmarshal(
        """
        metadata: {name: correio, namespace: ti, uid: incident-uid, generation: 3, creationTimestamp: "2026-11-27T17:00:00Z"}
        spec:
          type: Failure
          component: {name: correio, displayName: Correio eletrônico}
          origin: Client
          occurredAt: "2026-11-27T16:55:00Z"
          serviceRequests: [{number: SA-1, at: "2026-11-27T17:10:00Z"}]
          acknowledgement: {by: ana, at: "2026-11-27T17:04:00Z"}
        %s
        """
            .formatted(decided.indent(2).stripTrailing()),
        Incident.class);
  }

  /** What the operator found at a policy. */
  static Incident finding() {
    return Serialization.unmarshal(
        """
        metadata: {name: folha-failed-1, namespace: ti, uid: finding-uid, generation: 1, creationTimestamp: "2026-11-27T22:05:00Z"}
        spec:
          type: NonConformity
          audience: Internal
          component: {name: folha, displayName: Backup da Folha}
          origin: Backup
          occurredAt: "2026-11-27T22:03:00Z"
          responsibleTeam: suporte
          nonConformity:
            policyRef: {name: folha}
            cause: Failed
            number: 1
            signal: folha-1
            since: "2026-11-27T22:03:00Z"
            finding: "folha-1 failed: The source did not answer."
            closeBy: "2026-12-04T22:05:00Z"
        """,
        Incident.class);
  }

  /** What a policy asks to be told on a channel. */
  static NotifySpec asks(String channel, String event) {
    return Serialization.unmarshal(
        "channelRef: {name: %s}\nevents: [%s]\n".formatted(channel, event), NotifySpec.class);
  }

  static NotificationChannel channel(String name, String more) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: ti, uid: uid-of-%1$s}
        spec:
          email: {host: mail.example.org, from: ti@example.org}
          recipients:
          - {organization: SEGER, addressesRef: {name: seger}}
          - {organization: SEDU, addressesRef: {name: sedu}}
        %s
        """
            .formatted(name, more.indent(2).stripTrailing()),
        NotificationChannel.class);
  }
}
