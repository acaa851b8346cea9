package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.FactWords.put;
import static dev.salvaguarda.controller.telling.FactWords.words;

import dev.salvaguarda.api.notice.NoticeSpec.SubjectRef;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.restore.RestoreStatus.CheckStatus;
import dev.salvaguarda.api.restore.RestoreStatus.SourceStatus;
import dev.salvaguarda.api.restore.RestoredTarget;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Placeholder;
import dev.salvaguarda.domain.quantity.DurationText;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What there is to tell of a test of a policy's schedule that has ended. */
final class TestOccasion {
  private final Restore test;
  private final RestoreStatus status;
  private final BackupPolicy policy;

  private TestOccasion(Restore test, RestoreStatus status, BackupPolicy policy) {
    this.test = test;
    this.status = status;
    this.policy = policy;
  }

  /** The policy whose schedule asked for it; empty of what a person made. */
  static Optional<OwnerReference> owner(Restore restore) {
    List<OwnerReference> owners = restore.getMetadata().getOwnerReferences();
    return restore.getSpec().purpose() == RestoreSpec.Purpose.TEST && owners != null
        ? owners.stream().filter(one -> one.getKind().equals("BackupPolicy")).findFirst()
        : Optional.empty();
  }

  /** As which a test of this status is told; empty while it goes on, and if somebody stopped it. */
  static Optional<NotifySpec.Occasion> kind(RestoreStatus status) {
    return status.phase() == null
        ? Optional.empty()
        : switch (status.phase()) {
          case SUCCEEDED -> Optional.of(NotifySpec.Occasion.VERIFICATION_SUCCEEDED);
          case DEGRADED, FAILED -> Optional.of(NotifySpec.Occasion.VERIFICATION_FAILED);
          case PENDING, STARTING, RUNNING, CANCELLED -> Optional.empty();
        };
  }

  /** The occasion; empty likewise. */
  static Optional<Occasion> of(Restore test, RestoreStatus status, BackupPolicy policy) {
    return kind(status).map(kind -> new TestOccasion(test, status, policy).occasion(kind));
  }

  private Occasion occasion(NotifySpec.Occasion kind) {
    var meta = test.getMetadata();
    return new Occasion(
        kind,
        new SubjectRef("Restore", meta.getName(), meta.getUid()),
        "",
        meta.getNamespace(),
        policy.getMetadata().getUid(),
        endedAt(),
        facts(kind));
  }

  private Instant endedAt() {
    return status.completionTime() == null
        ? Instant.parse(test.getMetadata().getCreationTimestamp())
        : status.completionTime();
  }

  private Map<Placeholder, Fact> facts(NotifySpec.Occasion kind) {
    Map<Placeholder, Fact> facts = FactWords.ofPolicy(policy);
    String namespace = test.getMetadata().getNamespace();
    String name = test.getMetadata().getName();
    facts.put(Placeholder.TEST, words(name));
    facts.put(Placeholder.COMMAND, FactWords.command("test", namespace, name));
    facts.put(Placeholder.ENDED_AT, new Fact.Moment(endedAt()));
    facts.put(
        Placeholder.CHECKS, Fact.Rows.of(status.checks().stream().map(TestOccasion::row).toList()));
    copies(facts, status.source());
    if (kind == NotifySpec.Occasion.VERIFICATION_SUCCEEDED) {
      proof(facts);
      if (awaitsSignature()) {
        facts.put(Placeholder.SIGN_COMMAND, FactWords.command("sign", namespace, name));
      }
    } else {
      failure(facts);
    }
    return facts;
  }

  private boolean awaitsSignature() {
    var verification = policy.getSpec().verification();
    return verification != null
        && verification.asksForSignature()
        && test.getSpec().attestation() == null;
  }

  private static void copies(Map<Placeholder, Fact> facts, @Nullable SourceStatus source) {
    if (source == null) {
      return;
    }
    put(facts, Placeholder.RUN, source.run() == null ? null : words(source.run()));
    put(
        facts,
        Placeholder.CAPTURED_AT,
        source.capturedAt() == null ? null : new Fact.Moment(source.capturedAt()));
    put(
        facts,
        Placeholder.REPOSITORIES,
        source.repository() == null ? null : FactWords.places(List.of(source.repository())));
  }

  private void proof(Map<Placeholder, Fact> facts) {
    put(facts, Placeholder.RTO, span(status.measuredRto()));
    put(facts, Placeholder.RPO, span(status.measuredRpo()));
    put(
        facts,
        Placeholder.SIZE,
        status.bytesRestored() == null ? null : new Fact.Size(status.bytesRestored()));
    facts.put(
        Placeholder.PROOF,
        Fact.Rows.of(
            status.targets().stream()
                .map(target -> new Fact.Phrase("rung." + target.rung(), words(target.name())))
                .toList()));
  }

  private void failure(Map<Placeholder, Fact> facts) {
    FactWords.putReason(facts, status.reason(), status.message());
    facts.put(
        Placeholder.TARGETS,
        Fact.Rows.of(
            status.targets().stream()
                .filter(target -> target.reason() != null || target.message() != null)
                .map(TestOccasion::row)
                .toList()));
    var known = policy.getStatus();
    FactWords.putLastTest(facts, known == null ? BackupPolicyStatus.none() : known);
  }

  private static Fact row(RestoredTarget target) {
    return new Fact.Phrase(
        "target.notRestored",
        words(target.name()),
        FactWords.why(target.reason(), target.message()));
  }

  private static Fact row(CheckStatus check) {
    return Boolean.TRUE.equals(check.passed())
        ? new Fact.Phrase("check.passed", words(check.name()))
        : new Fact.Phrase(
            "check.failed",
            words(check.name()),
            words(
                check.message() != null
                    ? check.message()
                    : check.observed() == null ? "—" : check.observed()));
  }

  private static @Nullable Fact span(@Nullable String text) {
    return text == null ? null : DurationText.parse(text).map(Fact.Span::new).orElse(null);
  }
}
