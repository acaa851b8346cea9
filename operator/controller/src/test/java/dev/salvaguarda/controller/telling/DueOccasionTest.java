package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.TellingCases.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.domain.message.MessageFacts;
import dev.salvaguarda.domain.message.Texts;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When a proof is asked for, and that it is asked for once. */
class DueOccasionTest {
  private static final Instant TESTED = Instant.parse("2026-12-01T10:00:00Z");
  private static final String OVERDUE =
      """
      conditions:
      - {type: Verified, status: "False", reason: TestOverdue, message: It is too long ago.}
      lastVerification: {restore: folha-test-1, time: "2026-10-01T10:00:00Z"}
      """;
  private static final String WAITING =
      """
      verification: {awaitingSignOff: {restore: folha-test-2, since: "2026-12-01T10:00:00Z"}}
      """;

  @Test
  void nothingIsDueWhileTheProofCounts() {
    assertThat(due("{}", TESTED)).isEmpty();
  }

  @Test
  void anOverdueProofIsDueOnceUntilTheNextOne() {
    DueOccasion first = due(OVERDUE, TESTED).orElseThrow();

    assertThat(due(OVERDUE, TESTED.plus(Duration.ofDays(9))).orElseThrow().key())
        .isEqualTo(first.key());
    assertThat(due(OVERDUE.replace("test-1", "test-9"), TESTED).orElseThrow().key())
        .isNotEqualTo(first.key());
    assertThat(text(first))
        .contains("Nenhum teste de restauração foi aprovado no prazo.")
        .contains("Último teste aprovado: 01/10/2026 07:00")
        .doesNotContain("assinar");
  }

  @Test
  void whereNoTestEverPassedThatIsSaidAndOneThatAwaitsItsSignatureIsNotDenied() {
    String never = OVERDUE.lines().limit(2).collect(Collectors.joining("\n", "", "\n"));

    assertThat(text(due(never, TESTED).orElseThrow())).contains("Último teste aprovado: nenhum\n");
    assertThat(text(due(never + WAITING, TESTED).orElseThrow())).doesNotContain("Último teste");
  }

  @Test
  void aSignatureIsAskedForAgainAfterThreeDays() {
    assertThat(due(WAITING, TESTED.plus(Duration.ofDays(2)))).isEmpty();

    DueOccasion due = due(WAITING, TESTED.plus(DueOccasion.PATIENCE)).orElseThrow();

    assertThat(text(due))
        .contains("aguarda a assinatura")
        .contains("kubectl -n ti patch restore folha-test-2");
  }

  @Test
  void aSignatureThatWouldEndADelayIsAskedForAtOnce() {
    assertThat(due(String.join("", OVERDUE, WAITING), TESTED).orElseThrow().key())
        .isEqualTo("signature of folha-test-2");
  }

  private static Optional<DueOccasion> due(String status, Instant now) {
    return DueOccasion.of(
        policy(""), Serialization.unmarshal(status, BackupPolicyStatus.class), now);
  }

  private static String text(DueOccasion due) {
    return Texts.shipped()
        .render(
            new MessageFacts(due.occasion().story().message(), due.occasion().story().facts()),
            "pt-BR",
            ZoneId.of("America/Fortaleza"))
        .body();
  }
}
