package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec.RenderedText;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.telling.DigestPlan.Batch;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Texts;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestManifestTest {
  private static final Instant SEVEN = Instant.parse("2026-11-28T10:00:00Z");
  private static final NotificationChannel CHANNEL = TellingCases.channel("tecnico", "");
  private static final Batch BATCH =
      new Batch(SEVEN, IntStream.range(0, 500).mapToObj(i -> notice("n" + i)).toList());

  @Test
  void whatIsTooLongForOneNoticeIsToldInSeveralEachOnce() {
    List<DigestRow> rows = Collections.nCopies(500, row("x".repeat(300)));

    List<Notice> made = DigestManifest.fitting(CHANNEL, BATCH, rows, Texts.shipped());

    assertThat(made).hasSize(4).allSatisfy(DigestManifestTest::fits);
    assertThat(made).extracting(notice -> notice.getMetadata().getName()).doesNotHaveDuplicates();
    assertThat(made.stream().flatMap(notice -> notice.getSpec().collects().stream()))
        .containsExactlyElementsOf(
            BATCH.notices().stream().map(notice -> notice.getMetadata().getName()).toList());
  }

  @Test
  void whatIsTooLongEvenAloneIsLeftToItselfAndKeepsNobodyElse() {
    Texts wordy =
        Texts.shipped()
            .with(Map.of("BackupDigest.pt-BR.body", "{{day}}" + "\n{{runs}}".repeat(900)));
    List<DigestRow> rows = List.of(row("y".repeat(300)), row("fine"));

    assertThat(DigestManifest.fitting(CHANNEL, BATCH.part(0, 2), rows, wordy))
        .singleElement()
        .satisfies(notice -> assertThat(notice.getSpec().collects()).containsExactly("n1"));
  }

  @Test
  void aRunThatWasFoundDamagedSinceIsToldAsThat() {
    String succeeded = "phase: Succeeded\ncapturedAt: \"2026-11-28T01:00:12Z\"\n";
    String damaged =
        succeeded
            + "damagedTargets: [rh]\n"
            + "conditions: [{type: Restorable, status: \"False\", reason: DataDamaged}]\n";

    assertThat(told(damaged)).contains("- Danificada, como se constatou depois: folha: 27/11/2026");
    assertThat(told(succeeded)).contains("- folha: 27/11/2026").doesNotContain("Danificada");
  }

  private static String told(String status) {
    List<DigestRow> rows = List.of(DigestRow.of(TellingCases.run(status)).orElseThrow());
    return DigestManifest.of(CHANNEL, BATCH.part(0, 1), rows, Texts.shipped())
        .getSpec()
        .rendered()
        .body();
  }

  @Test
  void hasANameOfItsFirstNoticeWhateverElseItTells() {
    String whole = name(BATCH.part(1, 500));

    assertThat(name(BATCH.part(1, 7))).isEqualTo(whole);
    assertThat(name(BATCH)).isNotEqualTo(whole);
    assertThat(name(new Batch(SEVEN.plusSeconds(86_400), BATCH.part(1, 7).notices())))
        .isNotEqualTo(whole);
  }

  private static String name(Batch batch) {
    List<DigestRow> rows = Collections.nCopies(batch.notices().size(), row("x"));
    return DigestManifest.of(CHANNEL, batch, rows, Texts.shipped()).getMetadata().getName();
  }

  private static void fits(Notice notice) {
    assertThat(notice.getSpec().rendered().body().length())
        .isLessThanOrEqualTo(RenderedText.LONGEST_BODY);
  }

  private static DigestRow row(String text) {
    return new DigestRow(false, new Fact.Words(text));
  }

  private static Notice notice(String name) {
    Notice notice = new Notice();
    notice.setMetadata(new ObjectMetaBuilder().withName(name).build());
    return notice;
  }
}
