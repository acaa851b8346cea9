package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.TellingCases.channel;
import static dev.salvaguarda.controller.telling.TellingCases.policy;
import static dev.salvaguarda.controller.telling.TellingCases.policyWithSignature;
import static dev.salvaguarda.controller.telling.TellingCases.run;
import static dev.salvaguarda.controller.telling.TellingCases.test;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.message.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person is told of what ended, from the status to the words. */
class OccasionTest {
  private static final Texts TEXTS = Texts.shipped();
  private static final Instant TOLD_AT = Instant.parse("2026-11-28T01:03:21Z");
  private static final String STORED =
      """
      phase: Succeeded
      capturedAt: "2026-11-28T01:00:12Z"
      startTime: "2026-11-28T01:00:00Z"
      completionTime: "2026-11-28T01:03:20Z"
      bytesStored: 1048576
      worker: {repository: nuvem}
      targets:
      - {name: globals, phase: Succeeded, size: 4096, bytesStored: 0, snapshotId: aa}
      - {name: rh, phase: Succeeded, size: 1073741824, bytesStored: 1048576, snapshotId: bb}
      """;

  @Test
  void aRunThatSucceededTellsWhatWasCopiedWhereToAndWhatComesNext() {
    Notice notice = told(run(STORED));

    assertThat(notice.getSpec().message()).isEqualTo("BackupSucceeded");
    assertThat(body(notice))
        .contains("Ponto de restauração: 27/11/2026 22:00 BRT (UTC-03:00)")
        .contains("Transferência concluída: 27/11/2026 22:03 BRT (UTC-03:00)")
        .contains("Duração: 3 min 20 s")
        .contains("Tamanho das cópias: 1,0 GiB")
        .contains("Gravado no repositório: 1,0 MiB")
        .contains("Origem: postgresql db.example.org")
        .contains("- rh: 1,0 GiB, sendo 1,0 MiB de dados novos")
        .contains("Destino:\n- nuvem")
        .contains("Próxima execução: 28/11/2026 22:00 BRT (UTC-03:00)")
        .contains("passo 3")
        .contains("    kubectl -n ti describe backuprun folha-1")
        .doesNotContain("Motivo", "—");
  }

  @Test
  void aRunThatFailedTellsWhyInTheReadersLanguageAndWhatToDo() {
    Notice notice =
        told(
            run(
                """
                phase: Failed
                reason: SourceAccessDenied
                message: The server refused user backup.
                completionTime: "2026-11-28T01:03:20Z"
                targets:
                - {name: rh, phase: Failed, reason: SourceAccessDenied, message: Refused.}
                """));

    assertThat(notice.getSpec().message()).isEqualTo("BackupFailed");
    assertThat(body(notice))
        .contains("Motivo: A origem recusou as credenciais ou falta um privilégio.")
        .contains("O que fazer: Confira usuário e senha no Secret")
        .contains("Detalhe técnico: The server refused user backup.")
        .contains("Última cópia boa: 24/11/2026 22:00")
        .contains("- rh: FALHOU: A origem recusou as credenciais")
        .doesNotContain("Destino", "Tamanho", "—");
  }

  @Test
  void aRunThatFailedTellsHowManyDidInARow() {
    BackupRun run =
        run("{phase: Failed, reason: Internal, completionTime: \"2026-11-28T01:00:00Z\"}");
    List<BackupRun> runs =
        List.of(
            run,
            earlier("Failed", "2026-11-27T01:00:00Z"),
            earlier("Cancelled", "2026-11-26T01:00:00Z"),
            earlier("Degraded", "2026-11-25T01:00:00Z"),
            earlier("Succeeded", "2026-11-24T01:00:00Z"),
            earlier("Failed", "2026-11-23T01:00:00Z"),
            earlier("Failed", "2026-11-29T01:00:00Z"));

    assertThat(body(told(run, "tecnico", "", runs)))
        .contains("Execuções seguidas sem sucesso: 3\n");
  }

  @Test
  void aRunThatOnlyItsAfterHookSpoiltIsNoneWithoutSuccess() {
    BackupRun spoilt =
        run("{phase: Degraded, reason: AfterHookFailed, completionTime: \"2026-11-28T01:00:00Z\"}");
    BackupRun before = earlier("Failed", "2026-11-27T01:00:00Z");

    assertThat(body(told(spoilt, "tecnico", "", List.of(spoilt, before))))
        .doesNotContain("sem sucesso");

    BackupRun later = run("{phase: Failed, completionTime: \"2026-11-29T01:00:00Z\"}");
    spoilt.getMetadata().setUid("spoilt");
    assertThat(body(told(later, "tecnico", "", List.of(later, spoilt, before))))
        .contains("Execuções seguidas sem sucesso: 1\n");
  }

  private static BackupRun earlier(String phase, String end) {
    BackupRun run = run("{phase: %s, completionTime: \"%s\"}".formatted(phase, end));
    run.getMetadata().setUid(end);
    return run;
  }

  @Test
  void aDegradedRunTellsOfEachPlaceThatLacksSomething() {
    Notice notice =
        told(
            run(
                STORED.replace("phase: Succeeded\nc", "phase: Degraded\nreason: CopiesBehind\nc")
                    + """
                    targetsOmitted: 3
                    repositories:
                    - {name: nuvem, state: Complete}
                    - {name: sede, state: Incomplete, reason: RepositoryUnreachable, message: Away.}
                    """));

    assertThat(notice.getSpec().message()).isEqualTo("BackupDegraded");
    assertThat(body(notice))
        .contains("Motivo: Um repositório adicional ainda não tem todas as cópias.")
        .contains("- e mais 3")
        .contains("- nuvem\n- sede: incompleto: O armazenamento das cópias não respondeu.")
        .doesNotContain("Tamanho");
  }

  @Test
  void aMissedRunTellsWhichTimesWereMissed() {
    Notice notice =
        told(
            run(
                """
                trigger:
                  type: Schedule
                  schedule: daily
                  scheduledFor: "2026-11-28T01:00:00Z"
                  missed: {count: 2, first: "2026-11-27T01:00:00Z", last: "2026-11-28T01:00:00Z"}
                """,
                """
                phase: Missed
                reason: RunMissed
                completionTime: "2026-11-28T01:30:00Z"
                """));

    assertThat(notice.getSpec().message()).isEqualTo("BackupMissed");
    assertThat(body(notice))
        .contains("Horários perdidos: 2")
        .contains("Primeiro: 26/11/2026 22:00")
        .contains("Último: 27/11/2026 22:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pending", "Queued", "Starting", "Running", "Cancelled"})
  void whatGoesOnOrWasStoppedIsNotTold(String phase) {
    BackupRun run = run("phase: " + phase);

    assertThat(RunOccasion.of(run, run.getStatus(), policy(""), List.of())).isEmpty();
  }

  @Test
  void aReasonThatNobodyHasWordsForRefersToTheDetail() {
    assertThat(body(told(run("{phase: Failed, reason: Unheard, message: Something.}"))))
        .contains("Motivo: Veja o detalhe técnico.\nDetalhe técnico: Something.");
  }

  @Test
  void aTestThatPassedTellsWhatItProvesAndHowToSign() {
    Notice notice = told(test("", PASSED), policyWithSignature(), "");

    assertThat(notice.getSpec().message()).isEqualTo("VerificationSucceeded");
    assertThat(notice.getSpec().thread()).isEqualTo("policy-uid");
    assertThat(body(notice))
        .contains("Tempo de restauração medido: 1 h 12 min")
        .contains("- rh: carregado em um servidor de banco de dados")
        .contains("- pessoas: aprovada")
        .contains("passo 4")
        .contains(
            "    kubectl -n ti patch restore folha-test-2 --type merge -p"
                + " '{\"spec\":{\"attestation\":{\"by\":\"SEU NOME\"")
        .doesNotContain("—");
  }

  @Test
  void aTestThatIsSignedAsksForNoSignature() {
    String signed = "attestation: {by: A. Tester, at: \"2026-12-02T09:00:00Z\", verdict: Accepted}";

    assertThat(body(told(test(signed, PASSED), policyWithSignature(), "")))
        .doesNotContain("Para assinar");
  }

  @Test
  void aTestOfAPolicyThatAsksForNoSignatureAsksForNone() {
    assertThat(body(told(test("", PASSED)))).doesNotContain("Para assinar");
  }

  @Test
  void aTestThatAwaitsASignatureDoesNotWaitForTheDigest() {
    String digest = "digest: {at: \"07:00\"}";

    assertThat(told(test("", PASSED), policyWithSignature(), digest).getSpec().digestTime())
        .isNull();
    assertThat(told(test("", PASSED), policy(""), digest).getSpec().digestTime()).isNotNull();
  }

  @Test
  void thatThereIsNoGoodCopyAndNoTestThatPassedIsSaid() {
    BackupPolicy fresh = policy("");
    fresh.setStatus(null);
    BackupRun run = run("{phase: Failed, reason: Internal}");

    assertThat(
            body(
                NoticeManifest.of(
                    RunOccasion.of(run, run.getStatus(), fresh, List.of()).orElseThrow(),
                    channel("tecnico", ""),
                    TEXTS,
                    TOLD_AT)))
        .contains("Última cópia boa: nenhuma\n");
    assertThat(body(told(test("", "{phase: Failed, reason: Internal}"), fresh, "")))
        .contains("Último teste aprovado: nenhum\n");
  }

  @Test
  void aTargetTellsTheOperatorsOwnWordsInOneLineOfBoundedLength() {
    String message = "Refused:\\n" + "x".repeat(400) + " the end";
    String row =
        body(told(
                run(
                    """
                    phase: Failed
                    reason: SourceAccessDenied
                    targets:
                    - {name: rh, phase: Failed, reason: SourceAccessDenied, message: "%s"}
                    """
                        .formatted(message))))
            .lines()
            .filter(line -> line.startsWith("- rh: FALHOU:"))
            .findFirst()
            .orElseThrow();

    assertThat(row)
        .contains("A origem recusou as credenciais", " Detalhe técnico: Refused: x")
        .endsWith(" the end")
        .hasSizeLessThan(420);
  }

  @Test
  void aTestThatDidNotPassTellsWhichCheckAndWhenOneLastDid() {
    Notice notice =
        told(
            test(
                "",
                """
                phase: Failed
                reason: CheckNotPassed
                message: The check pessoas did not pass.
                completionTime: "2026-12-01T10:12:31Z"
                checks: [{name: pessoas, passed: false, observed: "0", message: 0 is less than 10.}]
                """));

    assertThat(notice.getSpec().message()).isEqualTo("VerificationFailed");
    assertThat(body(notice))
        .contains("- pessoas: NÃO aprovada: 0 is less than 10.")
        .contains("Último teste aprovado: 01/11/2026 06:00");
  }

  @Test
  void onlyTestsOfAScheduleAreTold() {
    Restore test = test("", PASSED);
    test.getMetadata().setOwnerReferences(List.of());

    assertThat(TestOccasion.owner(test)).isEmpty();
    assertThat(TestOccasion.owner(test("", PASSED))).isPresent();
  }

  @Test
  void theSameIsToldUnderTheSameNameAndOnAnotherChannelUnderAnother() {
    assertThat(told(run(STORED)).getMetadata().getName())
        .isEqualTo(told(run(STORED)).getMetadata().getName())
        .startsWith("folha-1-backupsucceeded-")
        .isNotEqualTo(told(run(STORED), "other", "").getMetadata().getName());
  }

  @Test
  void speaksTheChannelsLanguageInItsZoneAndName() {
    Notice notice =
        told(
            run(STORED),
            "other",
            "locale: en-GB\ntimeZone: Nowhere/None\norganization: {name: Example Office}");

    assertThat(notice.getSpec().locale()).isEqualTo("en");
    assertThat(body(notice))
        .contains("Restore point: 2026-11-28 01:00 UTC")
        .endsWith("Example Office\nAutomatic message from Salvaguarda.");
  }

  @Test
  void successesWaitForTheDigestAndFailuresDoNot() {
    String digest = "digest: {at: \"07:00\"}";

    assertThat(told(run(STORED), "tecnico", digest).getSpec().digestTime())
        .isEqualTo("2026-11-28T10:00:00Z");
    assertThat(told(run("{phase: Failed, reason: Internal}"), "tecnico", digest).getSpec())
        .satisfies(spec -> assertThat(spec.digestTime()).isNull());
  }

  private static final String PASSED =
      """
      phase: Succeeded
      completionTime: "2026-12-01T10:12:31Z"
      measuredRto: 1h12m31s
      measuredRpo: 8h
      bytesRestored: 1073741824
      source: {policy: folha, run: folha-1, repository: nuvem, capturedAt: "2026-12-01T01:00:12Z"}
      targets: [{name: rh, phase: Succeeded, rung: V3}]
      checks: [{name: pessoas, passed: true, observed: "42", message: fine.}]
      """;

  private static Notice told(BackupRun run) {
    return told(run, "tecnico", "");
  }

  private static Notice told(BackupRun run, String channel, String more) {
    return told(run, channel, more, List.of());
  }

  private static Notice told(BackupRun run, String channel, String more, List<BackupRun> runs) {
    return NoticeManifest.of(
        RunOccasion.of(run, run.getStatus(), policy(""), runs).orElseThrow(),
        channel(channel, more),
        TEXTS,
        TOLD_AT);
  }

  private static Notice told(Restore test) {
    return told(test, policy(""), "");
  }

  private static Notice told(Restore test, BackupPolicy policy, String channel) {
    return NoticeManifest.of(
        TestOccasion.of(test, test.getStatus(), policy).orElseThrow(),
        channel("tecnico", channel),
        TEXTS,
        TOLD_AT);
  }

  private static String body(Notice notice) {
    return Objects.requireNonNull(notice.getSpec().rendered()).body();
  }
}
