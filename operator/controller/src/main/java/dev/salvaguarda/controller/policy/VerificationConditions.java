package dev.salvaguarda.controller.policy;

import static dev.salvaguarda.api.ConditionType.RTO_MET;
import static dev.salvaguarda.api.ConditionType.VERIFIED;
import static java.time.temporal.ChronoUnit.SECONDS;

import dev.salvaguarda.api.policy.LastVerification;
import dev.salvaguarda.api.policy.VerificationStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.verification.TestRecord;
import dev.salvaguarda.domain.verification.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a policy's status says of its tests. The messages say until or since when, and never how
 * old, so they change rarely; and of a proof they say what each target reached, and no more.
 */
final class VerificationConditions {
  private VerificationConditions() {}

  /**
   * Whether it is proven that the copies restore. No test proves it of a copy that was found
   * damaged since.
   *
   * @param finding null if the policy asks for no tests
   * @param nextTest when the next test starts; null if none is due
   */
  static ConditionFact verified(
      PolicySeen seen, @Nullable TestFinding finding, @Nullable Instant nextTest) {
    return seen.runs()
        .newestDamage()
        .map(what -> ConditionFact.unmet(VERIFIED, ConditionReason.DATA_DAMAGED, what))
        .orElseGet(() -> byTests(finding, seen.hasCopy(), nextTest));
  }

  private static ConditionFact byTests(
      @Nullable TestFinding finding, boolean hasCopy, @Nullable Instant nextTest) {
    if (finding == null) {
      return ConditionFact.unknown(
          VERIFIED,
          ConditionReason.NO_VERIFICATION,
          "The policy sets no verification.schedule, so no copy is restored for proof.");
    }
    String awaiting = awaiting(finding.verification().awaiting());
    return switch (finding.verification()) {
      case Verification.Proven(_, Instant until, _) ->
          ConditionFact.met(
              VERIFIED,
              ConditionReason.TEST_PASSED,
              "%s, and counts until %s.%s"
                  .formatted(passed(finding.last()), seconds(until), awaiting));
      case Verification.Refuted(TestRecord test, _) when !hasCopy && !test.passed() ->
          open(finding, false, test.endedAt(), nextTest);
      case Verification.Refuted(TestRecord test, _) ->
          refuted(test, Objects.requireNonNull(finding.failure(), "it is refuted"), awaiting);
      case Verification.Overdue(TestRecord last, Instant since, _) ->
          ConditionFact.unmet(
              VERIFIED,
              ConditionReason.TEST_OVERDUE,
              last == null
                  ? "No test that counts has passed%s since %s; that was too long ago from %s on.%s"
                      .formatted(
                          awaiting.isEmpty() ? "" : " and been accepted",
                          finding.changedAt() == null
                              ? "tests were asked for at " + seconds(finding.since())
                              : "the source was changed at " + seconds(finding.changedAt()),
                          seconds(since),
                          awaiting.isEmpty() ? "" : awaiting + " Sign it in spec.attestation.")
                  : "%s, which is too long ago from %s on.%s"
                      .formatted(passed(finding.last()), seconds(since), awaiting));
      case Verification.Open(Instant until, TestRecord waiting) ->
          waiting != null
              ? ConditionFact.unknown(VERIFIED, ConditionReason.AWAITING_SIGN_OFF, awaiting.strip())
              : open(finding, hasCopy, until, nextTest);
    };
  }

  private static ConditionFact refuted(
      TestRecord test, VerificationStatus.Failed failure, String awaiting) {
    String why = failure.message() == null ? "." : ": " + withStop(failure.message());
    return test.passed()
        ? ConditionFact.unmet(
            VERIFIED,
            ConditionReason.ATTESTATION_REJECTED,
            "A person rejected %s%s%s".formatted(test.name(), why, awaiting))
        : ConditionFact.unmet(
            VERIFIED,
            ConditionReason.TEST_NOT_PASSED,
            "%s did not pass at %s%s%s"
                .formatted(test.name(), seconds(test.endedAt()), why, awaiting));
  }

  private static ConditionFact open(
      TestFinding finding, boolean hasCopy, Instant until, @Nullable Instant nextTest) {
    String next = nextTest == null ? "" : " The next test is due at %s.".formatted(nextTest);
    if (hasCopy && finding.changedAt() != null) {
      return ConditionFact.unknown(
          VERIFIED,
          ConditionReason.SOURCE_NOT_PROVEN,
          "The source was changed at %s, and no copy of the present one has passed a test yet; one must have by %s.%s"
              .formatted(seconds(finding.changedAt()), seconds(until), next));
    }
    return hasCopy
        ? ConditionFact.unknown(
            VERIFIED,
            ConditionReason.NO_TEST_YET,
            "No test that counts has ended yet; one must have passed by %s.%s"
                .formatted(seconds(until), next))
        : ConditionFact.unknown(
            VERIFIED,
            ConditionReason.NOTHING_TO_TEST,
            "There is no copy yet that a test could restore.%s".formatted(next));
  }

  /**
   * Whether the restore that was measured took no longer than it may.
   *
   * @param finding null if the policy asks for no tests
   */
  static ConditionFact rtoMet(PolicySeen seen, @Nullable TestFinding finding) {
    Optional<Duration> objective = objective(seen);
    if (objective.isEmpty()) {
      return ConditionFact.unknown(
          RTO_MET, ConditionReason.NO_OBJECTIVE, "The policy sets no objectives.rto.");
    }
    String allowed = DurationText.of(objective.get());
    LastVerification last = finding == null ? null : finding.last();
    String measured = last == null ? null : last.measuredRto();
    if (finding == null || last == null || measured == null) {
      return ConditionFact.unknown(
          RTO_MET,
          ConditionReason.NOT_VERIFIED,
          "No test that counts has measured a restore%s; the objective is %s."
              .formatted(
                  finding == null || finding.changedAt() == null
                      ? ""
                      : " since the source was changed at " + seconds(finding.changedAt()),
                  allowed));
    }
    String took = "%s took %s; the objective is %s.".formatted(last.restore(), measured, allowed);
    if (DurationText.parse(measured)
        .filter(time -> time.compareTo(objective.get()) > 0)
        .isPresent()) {
      return ConditionFact.unmet(RTO_MET, ConditionReason.OBJECTIVE_MISSED, took);
    }
    return finding.verification() instanceof Verification.Proven
        ? ConditionFact.met(RTO_MET, ConditionReason.OBJECTIVE_MET, took)
        : ConditionFact.unknown(
            RTO_MET,
            ConditionReason.NOT_VERIFIED,
            "%s That proves nothing now, since Verified is not True.".formatted(took));
  }

  private static Optional<Duration> objective(PolicySeen seen) {
    return Optional.ofNullable(seen.spec().objectives())
        .map(objectives -> objectives.rto())
        .flatMap(DurationText::parse)
        .filter(Duration::isPositive);
  }

  /** A sentence without its end. */
  private static String passed(@Nullable LastVerification last) {
    Objects.requireNonNull(last, "a proof is described");
    return "%s passed at %s (%s%s)%s"
        .formatted(
            last.restore(),
            last.time() == null ? "an unknown time" : seconds(last.time()),
            last.proof() == null ? last.rung() : last.proof(),
            last.repository() == null ? "" : ", from " + last.repository(),
            Boolean.TRUE.equals(last.attested()) ? ", was accepted" : "");
  }

  /** A sentence after a space; empty if nothing waits. */
  private static String awaiting(@Nullable TestRecord test) {
    return test == null
        ? ""
        : " %s passed and is awaiting sign-off since %s."
            .formatted(test.name(), seconds(test.endedAt()));
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(SECONDS);
  }

  private static String withStop(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }
}
