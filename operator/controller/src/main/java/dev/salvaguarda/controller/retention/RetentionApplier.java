package dev.salvaguarda.controller.retention;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.RetentionStatus;
import dev.salvaguarda.api.policy.RetentionStatus.KeptBy;
import dev.salvaguarda.api.policy.RetentionStatus.Next;
import dev.salvaguarda.api.policy.RetentionStatus.Sample;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.domain.name.WireName;
import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.workorder.RetentionResult;
import dev.salvaguarda.domain.workorder.RetentionResult.Preview;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes into the policies' statuses what a maintenance pass kept and removed. It owns {@code
 * status.retention} and nothing else there.
 */
public final class RetentionApplier {
  /** Under this name the API server records what we write. */
  static final String FIELD_MANAGER = "salvaguarda-maintenance";

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  private static final int ABBREVIATED = 8;
  private static final String KEPT = WireName.of(Fate.KEPT);
  private static final String REMOVED = WireName.of(Fate.REMOVED);

  private final KubernetesClient client;

  public RetentionApplier(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Writes the results of an attempt, on top of those of earlier ones of the same pass. A policy
   * that is gone by now is left out.
   *
   * @param dueAt when the pass was due
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with status 409 if somebody
   *     wrote at the same moment; doing it again is fine
   */
  public void write(String repository, Instant dueAt, List<RetentionResult> results) {
    results.forEach(result -> write(repository, dueAt, result));
  }

  private void write(String repository, Instant dueAt, RetentionResult result) {
    BackupPolicy found =
        client
            .resources(BackupPolicy.class)
            .inNamespace(result.namespace())
            .withName(result.policy())
            .get();
    if (found == null) {
      return;
    }
    BackupPolicyStatus old =
        Optional.ofNullable(found.getStatus()).orElse(BackupPolicyStatus.none());
    List<RetentionStatus> next = next(old, names(found), repository, dueAt, result);
    if (next.equals(old.retention())) {
      return;
    }
    BackupPolicy patch = new BackupPolicy();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(result.namespace())
            .withName(result.policy())
            .withUid(found.getMetadata().getUid())
            .withResourceVersion(found.getMetadata().getResourceVersion())
            .build());
    patch.setStatus(BackupPolicyStatus.none().withRetention(next));
    client.resource(patch).subresource("status").patch(APPLY);
  }

  private static Set<String> names(BackupPolicy policy) {
    return policy.getSpec().repositories().stream().map(LocalRef::name).collect(Collectors.toSet());
  }

  /** What other repositories' passes said stays, for as long as the policy names them. */
  private static List<RetentionStatus> next(
      BackupPolicyStatus old,
      Set<String> named,
      String repository,
      Instant dueAt,
      RetentionResult result) {
    Stream<RetentionStatus> others =
        old.retention().stream()
            .filter(
                one -> named.contains(one.repository()) && !one.repository().equals(repository));
    RetentionStatus fresh =
        old.retention().stream()
            .filter(one -> one.repository().equals(repository))
            .filter(one -> one.isDecidedWithin(dueAt, result.decidedAt()))
            .findFirst()
            .map(before -> together(before, of(repository, result)))
            .orElseGet(() -> of(repository, result));
    return Stream.concat(others, Stream.of(fresh))
        .sorted(Comparator.comparing(RetentionStatus::repository))
        .toList();
  }

  /** What two attempts of one pass did; the same written again is the same. */
  private static RetentionStatus together(RetentionStatus before, RetentionStatus after) {
    if (Objects.equals(before.passTime(), after.passTime())) {
      return before;
    }
    int removed = Objects.requireNonNullElse(before.removed(), 0);
    return after.withEarlier(
        removed,
        Stream.of(
                after.samples().stream().filter(one -> !KEPT.equals(one.fate())),
                before.samples().stream().filter(one -> REMOVED.equals(one.fate())),
                after.samples().stream().filter(one -> KEPT.equals(one.fate())))
            .flatMap(samples -> samples)
            .limit(RetentionResult.MOST_SAMPLES)
            .toList());
  }

  private static RetentionStatus of(String repository, RetentionResult result) {
    Announcement told = result.announcement();
    return new RetentionStatus(
        repository,
        result.decidedAt().truncatedTo(ChronoUnit.SECONDS),
        result.rules(),
        result.left(),
        result.removed(),
        result.heldBack(),
        result.allowance(),
        told == null ? null : told.since(),
        told == null ? null : told.terms(),
        told == null ? null : told.effective(),
        result.keptBy().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(one -> new KeptBy(one.getKey().key(), one.getValue()))
            .toList(),
        result.samples().stream().map(RetentionApplier::sample).toList(),
        result.next() == null ? null : next(result.next(), told != null));
  }

  private static Next next(Preview next, boolean announced) {
    return new Next(
        next.at().truncatedTo(ChronoUnit.SECONDS),
        next.terms(),
        next.removes(),
        message(next, announced),
        next.samples().stream()
            .map(RetentionApplier::sample)
            .map(one -> new Sample(one.snapshot(), one.target(), one.time(), null, one.why()))
            .toList());
  }

  private static String message(Preview next, boolean announced) {
    if (next.due() == null) {
      return "Nobody counted what the pass of %s removes with %s: too many copies are due until then, or the object store did not answer."
          .formatted(next.at(), next.terms());
    }
    return "With %s the pass of %s removes %d of %d snapshots%s%s."
        .formatted(
            next.terms(),
            next.at(),
            next.removes(),
            next.snapshots(),
            next.due() == 0
                ? "; no copy is due until then"
                : ", if the copies due until then are made",
            announced ? ". All that was announced goes if it is confirmed" : "");
  }

  private static Sample sample(RetentionResult.Sample sample) {
    return new Sample(
        sample.snapshot().substring(0, Math.min(ABBREVIATED, sample.snapshot().length())),
        sample.target(),
        sample.time(),
        WireName.of(sample.fate()),
        sample.why());
  }
}
