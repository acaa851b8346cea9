package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.DamageStatus.Lacking;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunRepositoryStatus.State;
import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.text.ShortId;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets runs say that what they stored can't be restored whole any more, and that it can again. It
 * owns their condition {@code Restorable} and the names of damaged targets, and nothing else there:
 * most of them have ended and are looked at by nobody else.
 */
final class RunDamageApplier {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("salvaguarda-integrity")
          .withForce(true)
          .build();

  /** So that there is room for what else has to be said. */
  private static final int MAX_FOUND = 640;

  private static final int MOST_TARGETS = 50;

  private static final String UNTIL =
      " This stays known until whoever found it has looked again and found it whole.";

  private final KubernetesClient client;
  private final RunRecords records;

  RunDamageApplier(KubernetesClient client, RunRecords records) {
    this.client = client;
    this.records = records;
  }

  /**
   * Tells the runs that wrote to the repository's place first, through whichever object for it, in
   * whichever namespace.
   *
   * @param mended what may be said to be mended
   */
  void tell(
      BackupRepository repository, Places places, KnownDamage damage, Mended mended, Instant now) {
    Set<String> named =
        Stream.concat(damage.snapshots().stream(), mended.snapshots())
            .flatMap(lacking -> Stream.ofNullable(lacking.policy()))
            .collect(Collectors.toSet());
    PlacedRun.at(repository, places, named, records::ofPolicy)
        .forEach(placed ->
            fact(placed.run(), placed.repository(), damage, mended)
                .ifPresent(fact -> write(placed.run(), fact, targets(placed.run(), damage), now)));
  }

  /**
   * What may be said to be mended once a pass has ended. What somebody else found, whose policy may
   * be gone by now, has not been looked at again because nobody names it any more.
   *
   * @param before what the same looker had found before, or whoever's word it replaces
   * @param everything whether every pack was read from its first byte to its last
   */
  record Mended(List<DamageStatus> before, boolean everything) {
    Mended {
      before = List.copyOf(before);
    }

    private Stream<Lacking> snapshots() {
      return before.stream().flatMap(one -> one.snapshots().stream());
    }

    private boolean covers(BackupRun run) {
      return everything
          || before.stream()
              .anyMatch(one -> !one.listsAll() || !lacking(run, one.snapshots()).isEmpty());
    }
  }

  /** Empty where there is nothing to say, since nothing is damaged and never was. */
  static Optional<ConditionFact> fact(
      BackupRun run, String repository, KnownDamage damage, Mended mended) {
    List<Lacking> lacking = lacking(run, damage.snapshots());
    if (!lacking.isEmpty()) {
      return Optional.of(
          ConditionFact.unmet(
              ConditionType.RESTORABLE,
              ConditionReason.DATA_DAMAGED,
              Sentence.oneLine(
                      lacking.stream()
                          .map(one -> sentence(one, repository))
                          .collect(Collectors.joining(" ")),
                      MAX_FOUND)
                  + elsewhere(run, repository)
                  + UNTIL));
    }
    boolean wasDamaged =
        told(run).filter(condition -> "False".equals(condition.getStatus())).isPresent();
    return wasDamaged && damage.whole() && mended.covers(run)
        ? Optional.of(
            ConditionFact.met(
                ConditionType.RESTORABLE,
                ConditionReason.DATA_MENDED,
                "Nothing that repository %s still has of it is known to be damaged or missing any more."
                    .formatted(repository)))
        : Optional.empty();
  }

  /** A snapshot that an earlier attempt of the run left behind is not what it speaks of. */
  private static List<Lacking> lacking(BackupRun run, List<Lacking> damage) {
    BackupRunStatus status = Objects.requireNonNullElseGet(run.getStatus(), BackupRunStatus::none);
    Map<String, String> own = new HashMap<>();
    status.targets().stream()
        .filter(target -> target.snapshotId() != null)
        .forEach(target -> own.put(target.snapshotId(), target.name()));
    List<String> named = status.targets().stream().map(TargetStatus::name).toList();
    return damage.stream()
        .filter(one ->
            own.containsKey(one.id())
                || (run.getMetadata().getUid().equals(one.runUid())
                    && omitted(status) > 0
                    && !named.contains(one.target())))
        .map(one -> one.target() == null ? one.ofTarget(own.get(one.id())) : one)
        .distinct()
        .toList();
  }

  private static int omitted(BackupRunStatus status) {
    return Objects.requireNonNullElse(status.targetsOmitted(), 0);
  }

  private static String sentence(Lacking lacking, String repository) {
    String packs =
        lacking.packs().isEmpty()
            ? "can't be read whole"
            : "needs content of %s %s, which %s damaged or missing"
                .formatted(
                    lacking.packs().size() == 1 ? "the pack" : "the packs",
                    String.join(", ", lacking.packs()),
                    lacking.packs().size() == 1 ? "is" : "are");
    return "The snapshot %s of %s %s in repository %s."
        .formatted(ShortId.of(lacking.id()), lacking.target(), packs, repository);
  }

  /** A sentence after a space; empty if no further repository got all of it. */
  private static String elsewhere(BackupRun run, String first) {
    return Optional.ofNullable(run.getStatus()).stream()
        .flatMap(status -> status.repositories().stream())
        .filter(one -> one.state() == State.COMPLETE && !one.name().equals(first))
        .findFirst()
        .map(one ->
            " Repository %s got all of it, and a recovery takes it from there."
                .formatted(one.name()))
        .orElse("");
  }

  private static Optional<Condition> told(BackupRun run) {
    return ConditionSet.of(run.getStatus() == null ? null : run.getStatus().conditions())
        .find(ConditionType.RESTORABLE);
  }

  /** Empty if more are damaged than a status can name. */
  static List<String> targets(BackupRun run, KnownDamage damage) {
    List<String> all =
        lacking(run, damage.snapshots()).stream()
            .flatMap(one -> Optional.ofNullable(one.target()).stream())
            .distinct()
            .sorted()
            .toList();
    return all.size() > MOST_TARGETS ? List.of() : all;
  }

  private void write(BackupRun run, ConditionFact fact, List<String> targets, Instant now) {
    @Nullable Condition before = told(run).orElse(null);
    Condition next =
        new ConditionSet(before == null ? List.of() : List.of(before))
            .with(fact, null, now)
            .conditions()
            .getFirst();
    if (next.equals(before) && targets.equals(run.getStatus().damagedTargets())) {
      return;
    }
    BackupRun patch = new BackupRun();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(run.getMetadata().getNamespace())
            .withName(run.getMetadata().getName())
            .withUid(run.getMetadata().getUid())
            .build());
    patch.setStatus(
        BackupRunStatus.none().withConditions(List.of(next)).withDamagedTargets(targets));
    unlessItIsGone(patch);
  }

  private void unlessItIsGone(BackupRun patch) {
    try {
      client.resource(patch).subresource("status").patch(APPLY);
    } catch (KubernetesClientException e) {
      boolean gone =
          e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
              || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
      if (!gone) {
        throw e;
      }
    }
  }
}
