package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.LastVerification;
import dev.salvaguarda.api.policy.VerificationStatus;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.restore.RestoredTarget;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.verification.TestRecord;
import dev.salvaguarda.domain.verification.TestRecord.Signature;
import dev.salvaguarda.domain.verification.Verification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the tests of a policy say at one instant: those that are there, and those whose objects are
 * gone and that the status remembers.
 *
 * @param since when tests were first asked for
 * @param changedAt when the source became another one; null unless that was after tests were asked
 *     for, so that what passed before does not count
 * @param last the newest that counts; null if there is none
 * @param failure the one that refutes it; null unless one does
 */
record TestFinding(
    Verification verification,
    Instant since,
    @Nullable Instant changedAt,
    @Nullable LastVerification last,
    VerificationStatus.@Nullable Failed failure) {
  private static final int MAX_MESSAGE = 512;
  private static final int MAX_PROOF = 300;
  private static final int FEW = 4;

  static TestFinding of(PolicySeen seen, TestPlan plan, Instant now) {
    boolean signatureNeeded = plan.asked().asksForSignature();
    Instant since = since(seen, now);
    Instant changedAt =
        seen.source().since(now).filter(instant -> instant.isAfter(since)).orElse(null);
    List<TestRecord> records = records(seen, signatureNeeded);
    Verification verification =
        Verification.assess(
            records,
            signatureNeeded,
            changedAt == null ? since : changedAt,
            plan.cadence().schedules().cadence(),
            now);
    LastVerification last =
        Verification.newestProof(records, signatureNeeded)
            .map(test -> described(test, seen))
            .orElse(null);
    VerificationStatus.Failed failure =
        verification instanceof Verification.Refuted(TestRecord test, _)
            ? failed(test, seen)
            : null;
    return new TestFinding(verification, since, changedAt, last, failure);
  }

  private static Instant since(PolicySeen seen, Instant now) {
    VerificationStatus before = seen.status().verification();
    if (before != null && before.since() != null) {
      return before.since();
    }
    return seen.isFirstSight() ? seen.identity().createdAt() : now.truncatedTo(ChronoUnit.SECONDS);
  }

  private static List<TestRecord> records(PolicySeen seen, boolean signatureNeeded) {
    List<TestRecord> records = new ArrayList<>(seen.tests().records());
    LastVerification last = seen.status().lastVerification();
    if (last != null
        && last.restore() != null
        && last.time() != null
        && isGone(last.restore(), seen)
        && seen.source().isProvableAt(last.time())
        && PolicyTest.isNamed(seen.spec(), last.repository())) {
      Signature signature = signature(last, seen);
      if (signature != Signature.NONE || !signatureNeeded) {
        records.add(new TestRecord(last.restore(), last.time(), true, signature));
      }
    }
    VerificationStatus.Failed failed = remembered(seen.status());
    if (failed != null && failed.restore() != null && failed.time() != null) {
      if (isGone(failed.restore(), seen)) {
        boolean rejected = Boolean.TRUE.equals(failed.rejected());
        records.add(
            new TestRecord(
                failed.restore(),
                failed.time(),
                rejected,
                rejected ? Signature.REJECTED : Signature.NONE));
      }
    }
    return records;
  }

  /** A test that counted once counts on, though the checks of the policy may be others now. */
  private static boolean isGone(String name, PolicySeen seen) {
    return seen.tests().find(name).filter(PolicyTest::counts).isEmpty();
  }

  /** A person's word about a proof holds though the checks of the policy are others by now. */
  private static Signature signature(LastVerification last, PolicySeen seen) {
    return known(last.restore(), last.time(), seen)
        .map(PolicyTest::signature)
        .filter(signature -> signature != Signature.NONE)
        .orElse(Boolean.TRUE.equals(last.attested()) ? Signature.ACCEPTED : Signature.NONE);
  }

  /** The test itself if it is there, and not another one that got its name later. */
  private static Optional<PolicyTest> known(
      @Nullable String name, @Nullable Instant endedAt, PolicySeen seen) {
    return seen.tests().tests().stream()
        .filter(test -> test.name().equals(name) && test.endedAt().equals(endedAt))
        .findFirst();
  }

  private static VerificationStatus.@Nullable Failed remembered(BackupPolicyStatus status) {
    return status.verification() == null ? null : status.verification().lastFailure();
  }

  private static LastVerification described(TestRecord record, PolicySeen seen) {
    Boolean attested = record.signature() == Signature.ACCEPTED ? Boolean.TRUE : null;
    Optional<PolicyTest> test = seen.tests().find(record.name()).filter(PolicyTest::counts);
    if (test.isEmpty()) {
      LastVerification last = Objects.requireNonNull(seen.status().lastVerification());
      return new LastVerification(
          last.restore(),
          last.time(),
          last.repository(),
          last.rung(),
          last.proof(),
          last.measuredRto(),
          attested);
    }
    RestoreStatus status = test.get().status();
    return new LastVerification(
        record.name(),
        record.endedAt(),
        status.source() == null ? null : status.source().repository(),
        status.rung(),
        proof(status.targets()),
        status.measuredRto(),
        attested);
  }

  /** What each target reached, by name if there are few. */
  static String proof(List<RestoredTarget> targets) {
    if (targets.size() <= FEW) {
      return Sentence.oneLine(
          targets.stream()
              .map(target -> target.name() + " " + reached(target))
              .collect(Collectors.joining(", ")),
          MAX_PROOF);
    }
    TreeMap<String, Long> counts =
        targets.stream()
            .collect(
                Collectors.groupingBy(TestFinding::reached, TreeMap::new, Collectors.counting()));
    return counts.descendingMap().entrySet().stream()
        .map(rung ->
            "%d target%s %s"
                .formatted(rung.getValue(), rung.getValue() == 1 ? "" : "s", rung.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String reached(RestoredTarget target) {
    return Objects.requireNonNullElse(target.rung(), "not proven");
  }

  private static VerificationStatus.Failed failed(TestRecord record, PolicySeen seen) {
    Optional<PolicyTest> test = known(record.name(), record.endedAt(), seen);
    if (test.isEmpty()) {
      return Objects.requireNonNull(remembered(seen.status()), "it is remembered");
    }
    boolean rejected = record.passed();
    String why = rejected ? remarks(test.get()) : test.get().status().message();
    return new VerificationStatus.Failed(
        record.name(),
        record.endedAt(),
        rejected ? Boolean.TRUE : null,
        why == null ? null : Sentence.oneLine(why, MAX_MESSAGE));
  }

  private static @Nullable String remarks(PolicyTest test) {
    return test.attestation() == null ? null : test.attestation().remarks();
  }
}
