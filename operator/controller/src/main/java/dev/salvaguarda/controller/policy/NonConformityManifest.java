package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.incident.ExecutiveConfirmation;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentParts.ComponentSpec;
import dev.salvaguarda.api.incident.IncidentParts.Origin;
import dev.salvaguarda.api.incident.IncidentSpec;
import dev.salvaguarda.api.incident.PolicyFindingSpec;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.NonConformitySpec;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.controller.nonconformity.FindingRecord;
import dev.salvaguarda.domain.name.LabelValue;
import dev.salvaguarda.domain.name.NonConformityName;
import dev.salvaguarda.domain.name.ShortName;
import dev.salvaguarda.domain.name.WireName;
import dev.salvaguarda.domain.nonconformity.Cause;
import dev.salvaguarda.domain.nonconformity.Opening;
import dev.salvaguarda.domain.nonconformity.Signal;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.text.Sentence;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The Incident that an opening asks for. It has no owner: it outlives the policy. */
final class NonConformityManifest {
  private static final Duration A_WEEK = Duration.ofDays(7);
  private static final int LONGEST_FINDING = 1_024;
  private static final int LONGEST_COMPONENT = 63;

  private NonConformityManifest() {}

  static Incident of(BackupPolicy policy, NonConformitySpec asked, Opening opening, Instant now) {
    String name = policy.getMetadata().getName();
    Incident incident = new Incident();
    incident.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(policy.getMetadata().getNamespace())
            .withName(NonConformityName.of(name, WireName.of(opening.cause()), opening.number()))
            .addToLabels(ApiGroup.POLICY_LABEL, LabelValue.of(name))
            .addToLabels("app.kubernetes.io/managed-by", "salvaguarda")
            .build());
    incident.setSpec(spec(name, asked, opening, now));
    return incident;
  }

  private static IncidentSpec spec(
      String policy, NonConformitySpec asked, Opening opening, Instant now) {
    String component = ShortName.of(policy, LONGEST_COMPONENT).replace('.', '-');
    return new IncidentSpec(
        IncidentSpec.Audience.INTERNAL,
        IncidentSpec.Type.NON_CONFORMITY,
        new ComponentSpec(component, asked.component()),
        opening.cause() == Cause.UNVERIFIED ? Origin.RESTORE_TEST : Origin.BACKUP,
        List.of(),
        opening.since(),
        null,
        asked.responsibleTeam(),
        List.of(),
        null,
        null,
        ExecutiveConfirmation.RECORD_ONLY,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        finding(policy, asked, opening, now),
        null,
        null);
  }

  private static PolicyFindingSpec finding(
      String policy, NonConformitySpec asked, Opening opening, Instant now) {
    Signal first = opening.signals().getFirst();
    Duration patience =
        DurationText.parse(asked.closeWithin()).filter(Duration::isPositive).orElse(A_WEEK);
    return new PolicyFindingSpec(
        new LocalRef(policy),
        FindingRecord.written(opening.cause()),
        opening.number(),
        first.name(),
        first.at(),
        Sentence.oneLine(first.words(), LONGEST_FINDING),
        now.plus(patience).truncatedTo(ChronoUnit.SECONDS));
  }

  /** Whether an object that has the name is the very record that was to be opened. */
  static boolean isSame(Incident wanted, Incident found) {
    PolicyFindingSpec one = wanted.getSpec().nonConformity();
    PolicyFindingSpec other = found.getSpec().nonConformity();
    return one != null
        && other != null
        && one.policyRef().equals(other.policyRef())
        && one.cause() == other.cause()
        && one.number().equals(other.number());
  }

  /** The same record under another name, for when the first is somebody else's. */
  static Incident distinguished(Incident incident) {
    Incident renamed = new Incident();
    renamed.setMetadata(
        new ObjectMetaBuilder(incident.getMetadata())
            .withName(NonConformityName.distinguished(incident.getMetadata().getName()))
            .build());
    renamed.setSpec(incident.getSpec());
    return renamed;
  }
}
