package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.NonConformitySpec;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.nonconformity.FindingRecord;
import dev.salvaguarda.controller.nonconformity.PolicyEvidence;
import dev.salvaguarda.controller.status.FailedLook;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.nonconformity.Cause;
import dev.salvaguarda.domain.nonconformity.Evidence;
import dev.salvaguarda.domain.nonconformity.Opening;
import dev.salvaguarda.domain.nonconformity.Opening.Known;
import dev.salvaguarda.domain.nonconformity.Opening.Rules;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Opens the records of non-conformities that a policy asks for. That one can't be opened is an
 * answer, and never an exception: it must not hide where the policy stands.
 */
public final class NonConformityApplier {
  private final KubernetesClient client;
  private final OwnedApplier objects;
  private final EventRecorder events;

  public NonConformityApplier(KubernetesClient client, EventRecorder events) {
    this.client = client;
    this.objects = new OwnedApplier(client);
    this.events = events;
  }

  /**
   * Opens what has to be open and is not. Which records there are is asked of the API server, and
   * only while a cause is there: no watch is as new as that.
   *
   * @param next the policy's status as it is about to be written
   * @param runs at least all of the policy
   * @return what the condition {@code Recorded} says
   */
  ConditionFact open(
      BackupPolicy policy,
      NonConformitySpec asked,
      BackupPolicyStatus next,
      Collection<BackupRun> runs,
      Instant now) {
    Rules rules =
        new Rules(
            asked.causes().stream().map(FindingRecord::cause).collect(Collectors.toSet()),
            asked.openAfterFailures());
    Map<Cause, Evidence> evidence = PolicyEvidence.of(policy, next, runs, now);
    try {
      if (!Opening.due(evidence, rules, List.of()).isEmpty()) {
        Opening.due(evidence, rules, known(policy))
            .forEach(opening -> open(policy, asked, opening, now));
      }
      return ConditionFact.met(
          ConditionType.RECORDED,
          ConditionReason.RECORDS_MADE,
          "What does not conform is recorded: see kubectl get inc.");
    } catch (KubernetesClientException refused) {
      FailedLook look = FailedLook.of(refused);
      return ConditionFact.unmet(
          ConditionType.RECORDED,
          look.reason(),
          "A non-conformity could not be recorded yet, and is tried again: " + look.sentence());
    }
  }

  private List<Known> known(BackupPolicy policy) {
    var meta = policy.getMetadata();
    return client
        .resources(Incident.class)
        .inNamespace(meta.getNamespace())
        .withField(Incident.POLICY_FIELD, meta.getName())
        .list()
        .getItems()
        .stream()
        .flatMap(incident -> FindingRecord.known(incident).stream())
        .toList();
  }

  private void open(BackupPolicy policy, NonConformitySpec asked, Opening opening, Instant now) {
    objects
        .create(
            NonConformityManifest.of(policy, asked, opening, now),
            NonConformityManifest::isSame,
            NonConformityManifest::distinguished)
        .ifPresent(made ->
            events.record(
                policy,
                EventReason.NON_CONFORMITY_OPENED,
                "%s: %s"
                    .formatted(
                        made.getMetadata().getName(), opening.signals().getFirst().words())));
  }
}
