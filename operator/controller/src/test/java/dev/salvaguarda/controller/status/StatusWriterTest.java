package dev.salvaguarda.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusWriterTest {
  private final Exception away = new KubernetesClientException("no route to host");
  private final Exception denied =
      new KubernetesClientException(
          "cannot patch resource \"events\" in API group \"\" in the namespace \"n\"", 403, null);

  private final StatusWriter<BackupPolicy, BackupPolicyStatus> writer =
      new StatusWriter<>(
          ConditionType.READY,
          BackupPolicyStatus.none(),
          BackupPolicyStatus::conditions,
          BackupPolicyStatus::withConditions,
          BackupPolicy::new,
          Clock.fixed(Instant.parse("2026-11-26T03:00:00Z"), ZoneOffset.UTC));

  @Test
  void whatIsWrittenCarriesTheNameTheIdentityAndTheStatusAlone() {
    BackupPolicy patch = writer.write(policy(), BackupPolicyStatus.none()).patch().orElseThrow();

    assertThat(patch.getMetadata())
        .isEqualTo(new ObjectMetaBuilder().withNamespace("n").withName("p").withUid("one").build());
    assertThat(patch.getStatus()).isEqualTo(BackupPolicyStatus.none());
  }

  @Test
  void aStatusThatStaysTheSameIsNotWritten() {
    BackupPolicy policy = policy();
    policy.setStatus(BackupPolicyStatus.none());

    assertThat(writer.write(policy, BackupPolicyStatus.none()).patch()).isEmpty();
  }

  @Test
  void aMissingRightIsShownAtOnceAndTheRestOfTheStatusStays() {
    BackupPolicy policy = policy();
    policy.setStatus(BackupPolicyStatus.none());

    BackupPolicy patch = writer.writeFailure(policy, denied, retry(0)).getResource().orElseThrow();

    Condition ready = patch.getStatus().conditions().getFirst();
    assertThat(ready.getType()).isEqualTo("Ready");
    assertThat(ready.getStatus()).isEqualTo("Unknown");
    assertThat(ready.getReason()).isEqualTo("MissingPermission");
    assertThat(ready.getObservedGeneration()).isEqualTo(7);
  }

  @Test
  void whatWasWrittenMeanwhileIsNotTakenBack() {
    assertThat(
            writer
                .writeFailure(policy(), denied, retry(0))
                .getResource()
                .orElseThrow()
                .getMetadata()
                .getResourceVersion())
        .isEqualTo("42");
  }

  @Test
  void anOutageIsShownOnlyOnceItLasts() {
    assertThat(writer.writeFailure(policy(), away, Optional.empty()).getResource()).isEmpty();
    assertThat(writer.writeFailure(policy(), away, retry(1)).getResource()).isEmpty();
    assertThat(writer.writeFailure(policy(), away, retry(2)).getResource()).isPresent();
  }

  @Test
  void whatPassesByItselfIsShownOnceItGoesOn() {
    for (int code : new int[] {404, 409}) {
      Exception passing = new KubernetesClientException("words", code, null);

      assertThat(writer.writeFailure(policy(), passing, retry(4)).getResource()).isEmpty();
      assertThat(
              writer
                  .writeFailure(policy(), passing, retry(5))
                  .getResource()
                  .orElseThrow()
                  .getStatus()
                  .conditions()
                  .getFirst()
                  .getReason())
          .isEqualTo("ReconcileError");
    }
  }

  @Test
  void theSameFailureIsWrittenOnce() {
    BackupPolicy policy = policy();
    policy.setStatus(
        writer.writeFailure(policy, denied, retry(0)).getResource().orElseThrow().getStatus());

    assertThat(writer.writeFailure(policy, denied, retry(1)).getResource()).isEmpty();
  }

  @Test
  void anObjectThatGoesIsLeftAlone() {
    BackupPolicy policy = policy();
    policy.getMetadata().setDeletionTimestamp("2026-11-26T02:59:00Z");

    assertThat(writer.writeFailure(policy, denied, retry(0)).getResource()).isEmpty();
  }

  private static BackupPolicy policy() {
    BackupPolicy policy = new BackupPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("n")
            .withName("p")
            .withUid("one")
            .withGeneration(7L)
            .withResourceVersion("42")
            .build());
    return policy;
  }

  private static Optional<RetryInfo> retry(int attempt) {
    return Optional.of(
        new RetryInfo() {
          @Override
          public int getAttemptCount() {
            return attempt;
          }

          @Override
          public boolean isLastAttempt() {
            return false;
          }
        });
  }
}
