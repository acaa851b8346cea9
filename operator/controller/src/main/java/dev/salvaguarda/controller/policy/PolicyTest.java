package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.VerificationSpec;
import dev.salvaguarda.api.restore.AttestationSpec;
import dev.salvaguarda.api.restore.ProxmoxTarget;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreSource.PolicyPoint;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.restore.RestoreStatus.SourceStatus;
import dev.salvaguarda.api.restore.ScratchTarget;
import dev.salvaguarda.controller.policy.PolicySeen.Identity;
import dev.salvaguarda.domain.schedule.ZoneNames;
import dev.salvaguarda.domain.verification.TestRecord;
import dev.salvaguarda.domain.verification.TestRecord.Signature;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a policy has to know of one of its tests.
 *
 * @param own whether it belongs to this policy, as what the operator makes does; people can write
 *     that into theirs
 * @param dueAt the tick for which it was made; null if for none
 * @param counts whether it proves what a test of the policy proves: it restores the newest copies
 *     of all targets to scratch or starts them on a host, from a repository that the policy names
 *     and of the source that it has now, and asks the checks of the policy, unless the operator
 *     made it when these were others
 * @param attestation how a person judged it; null until one does
 * @param leaving whether its deletion was asked for
 */
record PolicyTest(
    String name,
    Instant createdAt,
    boolean own,
    @Nullable Instant dueAt,
    boolean counts,
    RestoreStatus status,
    @Nullable AttestationSpec attestation,
    boolean leaving) {

  /** Name of the policy whose copies a test restores; empty of what is no test or names none. */
  static Optional<String> policyOf(Restore restore) {
    RestoreSpec spec = restore.getSpec();
    return spec.purpose() == RestoreSpec.Purpose.TEST
        ? Optional.ofNullable(spec.source().policyRef()).map(PolicyPoint::name)
        : Optional.empty();
  }

  /** Whether it is this policy's, and not that of an earlier one of the same name. */
  static boolean isOf(Restore restore, Identity policy) {
    return policyOf(restore).filter(policy.name()::equals).isPresent()
        && (OwnedMetadata.isOwned(restore)
            ? OwnedMetadata.isOwnedBy(restore, policy.uid())
            : !createdAt(restore).isBefore(policy.createdAt()));
  }

  static PolicyTest of(
      Restore restore, Identity policy, BackupPolicySpec spec, PresentSource source) {
    var metadata = restore.getMetadata();
    boolean own = OwnedMetadata.isOwnedBy(restore, policy.uid());
    return new PolicyTest(
        metadata.getName(),
        createdAt(restore),
        own,
        dueAt(restore),
        restoresTheSame(restore.getSpec())
            && isOfWhatIsCopiedNow(spec, source, restore.getStatus())
            && (asksTheSame(restore.getSpec(), spec)
                || (own && TestManifest.isNameOf(policy, restore, zone(spec)))),
        Objects.requireNonNullElse(restore.getStatus(), RestoreStatus.none()),
        restore.getSpec().attestation(),
        metadata.getDeletionTimestamp() != null);
  }

  private static boolean restoresTheSame(RestoreSpec test) {
    return Optional.ofNullable(test.source().policyRef())
            .filter(point -> point.at().equals(PolicyPoint.LATEST))
            .isPresent()
        && test.targets().isEmpty()
        && (test.into() instanceof ScratchTarget || test.into() instanceof ProxmoxTarget);
  }

  /**
   * What passed proves nothing about a repository that the policy does not name any more, nor about
   * a source that it had before.
   */
  private static boolean isOfWhatIsCopiedNow(
      BackupPolicySpec policy, PresentSource present, @Nullable RestoreStatus status) {
    if (status == null || status.phase() != RestorePhase.SUCCEEDED) {
      return true;
    }
    SourceStatus copies = status.source();
    return isNamed(policy, copies == null ? null : copies.repository())
        && present.isOf(copies == null ? null : copies.capturedAt());
  }

  /**
   * Whether a policy copies to this repository.
   *
   * @param repository null if nobody wrote down which one
   */
  static boolean isNamed(BackupPolicySpec policy, @Nullable String repository) {
    return repository == null
        || policy.repositories().stream().anyMatch(named -> named.name().equals(repository));
  }

  private static boolean asksTheSame(RestoreSpec test, BackupPolicySpec policy) {
    VerificationSpec asked = policy.verification();
    return asked != null
        && test.checks().equals(asked.checks())
        && (asked.proxmox() == null
            || (test.into() instanceof ProxmoxTarget host
                && (host.startIsRequired() || !asked.proxmox().startIsRequired())));
  }

  private static ZoneId zone(BackupPolicySpec policy) {
    return ZoneNames.find(policy.timeZone()).orElse(ZoneOffset.UTC);
  }

  boolean isOpen() {
    return phase().map(phase -> !phase.isFinal()).orElse(true) && !leaving;
  }

  boolean isPassed() {
    return phase().filter(RestorePhase.SUCCEEDED::equals).isPresent();
  }

  /** What it says; empty as long as it goes on, and of one that was cancelled. */
  Optional<TestRecord> record() {
    return phase()
        .filter(phase -> phase.isFinal() && phase != RestorePhase.CANCELLED)
        .map(_ -> new TestRecord(name, endedAt(), isPassed(), signature()));
  }

  /** When it ended; its creation where nobody wrote that down. */
  Instant endedAt() {
    return status.completionTime() == null ? createdAt : status.completionTime();
  }

  private Optional<RestorePhase> phase() {
    return Optional.ofNullable(status.phase());
  }

  Signature signature() {
    return attestation == null
        ? Signature.NONE
        : switch (attestation.verdict()) {
          case ACCEPTED -> Signature.ACCEPTED;
          case REJECTED -> Signature.REJECTED;
        };
  }

  private static Instant createdAt(Restore restore) {
    return Instant.parse(restore.getMetadata().getCreationTimestamp());
  }

  /** People may write annotations; what can't be read was not written by us. */
  static @Nullable Instant dueAt(Restore restore) {
    var annotations = restore.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(ApiGroup.DUE_ANNOTATION);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
