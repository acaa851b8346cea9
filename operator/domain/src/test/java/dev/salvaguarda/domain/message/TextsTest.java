package dev.salvaguarda.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.domain.failure.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  private static final ZoneId FORTALEZA = ZoneId.of("America/Fortaleza");
  private static final Texts SHIPPED = Texts.shipped();

  @ParameterizedTest
  @EnumSource
  void shipsTextsWithNothingWrong(Message message) {
    for (String locale : Texts.LOCALES) {
      Rendered text = SHIPPED.render(Occasions.of(message), locale, FORTALEZA);

      assertThat(
              Texts.faults(
                  Map.of(
                      message.wireName() + "." + locale + ".subject",
                      text.subject(),
                      message.wireName() + "." + locale + ".body",
                      "x " + required(message))))
          .isEmpty();
      assertThat(text.subject() + text.body()).doesNotContain("{{").doesNotContain("—");
    }
  }

  @Test
  void whatIsNoPublicMessageNamesItsNamespaceInTheSubjectAndTheBody() {
    for (Message message : Message.values()) {
      for (String locale : Texts.LOCALES) {
        Rendered text = SHIPPED.render(Occasions.of(message), locale, FORTALEZA);
        int expected = message.isPublic() ? 0 : 1;

        assertThat(text.subject())
            .as("%s in %s", message, locale)
            .satisfies(subject -> assertThat(subject.split("\\(ti\\)", -1)).hasSize(1 + expected));
        assertThat(text.body().lines().filter("Namespace: ti"::equals))
            .as("%s in %s", message, locale)
            .hasSize(expected);
      }
    }
  }

  private static String required(Message message) {
    return String.join(
        "\n", message.required().stream().map(one -> "{{" + one.key() + "}}").toList());
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatEachReasonMeansAndWhatToDoAboutIt(FailureReason reason) {
    for (String locale : Texts.LOCALES) {
      for (String kind : List.of("reason.", "remedy.")) {
        assertThat(said(new Fact.Phrase(kind + reason.wireName()), locale))
            .as("%s of %s in %s", kind, reason, locale)
            .endsWith(".")
            .isNotEqualTo(said(new Fact.Phrase("reason.other"), locale));
      }
    }
    assertThat(said(new Fact.Phrase("reason." + reason.wireName()), "en"))
        .isEqualTo(reason.meaning());
  }

  @Test
  void looksForTheLocaleThenItsLanguageThenPortuguese() {
    assertThat(SHIPPED.languageOf("pt-BR")).isEqualTo("pt-BR");
    assertThat(SHIPPED.languageOf("pt-br")).isEqualTo("pt-BR");
    assertThat(SHIPPED.languageOf("en-GB")).isEqualTo("en");
    assertThat(SHIPPED.languageOf("fr")).isEqualTo("pt-BR");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "America/Fortaleza | 27/11/2026 22:00 BRT (UTC-03:00)",
        "America/Rio_Branco | 27/11/2026 20:00 ACT (UTC-05:00)",
        "Etc/UTC | 28/11/2026 01:00 UTC",
        "Asia/Kolkata | 28/11/2026 06:30 IST (UTC+05:30)",
        "America/Noronha | 27/11/2026 23:00 (UTC-02:00)"
      })
  void tellsTimesInTheZoneWithItsNameAndOffset(String zone, String expected) {
    MessageFacts facts =
        succeeded(new Fact.Moment(Instant.parse("2026-11-28T01:00:00Z")), Placeholder.CAPTURED_AT);

    assertThat(own("{{policy}} {{run}} {{capturedAt}}").render(facts, "pt-BR", ZoneId.of(zone)))
        .extracting(Rendered::body)
        .isEqualTo("folha r-1 " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no dia 28/11/2026, das 20:00 às 22:00 BRT (UTC-03:00)"
            + "| America/Sao_Paulo | 2026-11-28T23:00:00Z | 2026-11-29T01:00:00Z",
        "das 22:00 do dia 28/11/2026 às 02:00 BRT (UTC-03:00) do dia 29/11/2026"
            + "| America/Sao_Paulo | 2026-11-29T01:00:00Z | 2026-11-29T05:00:00Z",
        "no dia 28/11/2026, das 18:00 às 20:00 ACT (UTC-05:00)"
            + "| America/Rio_Branco | 2026-11-28T23:00:00Z | 2026-11-29T01:00:00Z",
        "no dia 25/10/2026, das 00:30 WEST (UTC+01:00) às 03:00 WET (UTC+00:00)"
            + "| Europe/Lisbon | 2026-10-24T23:30:00Z | 2026-10-25T03:00:00Z",
        "das 23:00 WET (UTC+00:00) do dia 28/03/2026 às 03:00 WEST (UTC+01:00) do dia 29/03/2026"
            + "| Europe/Lisbon | 2026-03-28T23:00:00Z | 2026-03-29T02:00:00Z",
      })
  void tellsAWindowWithEachDayOnceAndEachOffset(
      String expected, String zone, Instant start, Instant end) {
    Map<Placeholder, Fact> facts =
        new EnumMap<>(Occasions.of(Message.MAINTENANCE_SCHEDULED).facts());
    facts.put(Placeholder.WINDOW, new Fact.InZone(ZoneId.of(zone), new Fact.Window(start, end)));

    assertThat(
            SHIPPED
                .render(new MessageFacts(Message.MAINTENANCE_SCHEDULED, facts), "pt-BR", FORTALEZA)
                .body())
        .contains("passará por manutenção programada " + expected + ".");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.4S, 0 s",
    "PT59S, 59 s",
    "PT3M20S, 3 min 20 s",
    "PT60M, 1 h",
    "PT72M31S, 1 h 12 min",
    "PT50H, 2 d 2 h"
  })
  void tellsDurationsInTheirTwoLargestUnits(Duration duration, String expected) {
    assertThat(said(new Fact.Span(duration), "pt-BR")).isEqualTo(expected);
  }

  @Test
  void tellsNumbersAsTheLanguageWritesThem() {
    assertThat(said(new Fact.Size(13_207_024_435L), "pt-BR")).isEqualTo("12,3 GiB");
    assertThat(said(new Fact.Size(13_207_024_435L), "en")).isEqualTo("12.3 GiB");
    assertThat(said(new Fact.Count(1_234_567), "pt-BR")).isEqualTo("1.234.567");
    assertThat(said(new Fact.Count(1_234_567), "en")).isEqualTo("1,234,567");
  }

  @Test
  void leavesOutALineThatWouldTellNothing() {
    Texts texts = own("{{policy}} {{run}}\n\nSize: {{size}}\n\nTargets: {{targets}}\nEnd");

    assertThat(render(texts, succeeded(new Fact.Rows(List.of()), Placeholder.TARGETS)).body())
        .isEqualTo("folha r-1\n\nEnd");
  }

  @Test
  void marksWhatIsNotKnownBesideWhatIs() {
    assertThat(render(own("{{policy}} {{run}} {{size}}"), succeeded()).body())
        .isEqualTo("folha r-1 —");
  }

  @Test
  void givesRowsAndCommandsLinesOfTheirOwn() {
    Texts texts = own("{{policy}} {{run}}\nTargets: {{targets}}\nSee {{command}}");
    Map<Placeholder, Fact> facts = new EnumMap<>(succeeded().facts());
    facts.put(Placeholder.TARGETS, Fact.Rows.of(List.of(Occasions.words("a"))));
    facts.put(Placeholder.COMMAND, new Fact.Command(Occasions.words("kubectl get br")));

    assertThat(render(texts, new MessageFacts(Message.BACKUP_SUCCEEDED, facts)).body())
        .isEqualTo("folha r-1\nTargets:\n- a\nSee\n    kubectl get br");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nBcc: x@example.org",
        "a\nBcc: x@example.org",
        "a\u0085Bcc: x@example.org",
        "a\u2028Bcc: x@example.org",
        "a\u202eBcc: x@example.org",
        "a\u0000\u001b[31mBcc: x@example.org",
        "{{policy}} {{ Bcc: x@example.org }}",
        "$1 \\1 {0} Bcc: x@example.org"
      })
  void keepsAHostileValueInItsPlace(String hostile) {
    MessageFacts facts =
        new MessageFacts(
            Message.BACKUP_SUCCEEDED,
            Map.of(
                Placeholder.POLICY,
                new Fact.Words(hostile),
                Placeholder.RUN,
                Occasions.words("r")));

    Rendered text =
        SHIPPED
            .with(
                Map.of(
                    "BackupSucceeded.en.subject", "Backup of {{policy}}",
                    "BackupSucceeded.en.body", "{{policy}}\n{{run}}"))
            .render(facts, "en", FORTALEZA);

    assertThat(text.subject()).startsWith("Backup of ").contains("Bcc").hasLineCount(1);
    assertThat(text.body().lines()).hasSize(2).last().isEqualTo("r");
    assertThat(text.subject() + text.body().replace("\n", ""))
        .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u0085\\u2028\\u2029]");
  }

  @Test
  void usesAnOrganisationsTextForItsPartAlone() {
    Texts texts = SHIPPED.with(Map.of("BackupSucceeded.pt-BR.subject", "Pronto: {{policy}}"));

    assertThat(render(texts, succeeded()).subject()).isEqualTo("Pronto: folha");
    assertThat(render(texts, succeeded()).body()).contains("foi concluída e transferida");
  }

  @Test
  void keepsItsOwnTextWhereAnOrganisationsIsWrong() {
    Texts texts = SHIPPED.with(Map.of("BackupSucceeded.pt-BR.subject", "Pronto: {{polity}}"));

    assertThat(render(texts, succeeded()).subject())
        .isEqualTo("Cópia de segurança concluída: folha (ti)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BackupFailed.en.subject | {{polity}} | has {{polity}}, which BackupFailed does not know; it knows {{organization}}, {{policy}}",
        "BackupFailed.en.subject | {{proof}} | has {{proof}}, which BackupFailed does not know",
        "BackupFailed.en.subject | {{policy} | has {{ and }} that do not belong together",
        "BackupFailed.en.subject | policy}} | has {{ and }} that do not belong together",
        "BackupFailed.en.subject | {{targets}} | takes lines of its own",
        "BackupFailed.en.body | {{policy}} failed | lacks {{run}}, {{reason}}, which it must tell",
        "BackupFailed.en.body | '' | is empty",
        "BackupFailed.en.title | x | is no key of a text",
        "BackupFaild.en.body | x | is no key of a text",
        "README | x | is no key of a text"
      })
  void saysWhatIsWrongWhereAndWhatIsAllowed(String key, String text, String fault) {
    assertThat(Texts.faults(Map.of(key, text)))
        .isNotEmpty()
        .allSatisfy(sentence -> assertThat(sentence).startsWith(key + " ").endsWith("."))
        .anySatisfy(sentence -> assertThat(sentence).contains(fault));
  }

  @Test
  void refusesASubjectOfTwoLines() {
    assertThat(Texts.faults(Map.of("BackupFailed.en.subject", "{{policy}}\nBcc: x@example.org")))
        .containsExactly("BackupFailed.en.subject has more than one line.");
  }

  @Test
  void doesNotTellWithoutWhatMustBeTold() {
    assertThatThrownBy(() ->
            new MessageFacts(
                Message.BACKUP_FAILED, Map.of(Placeholder.POLICY, Occasions.words("folha"))))
        .hasMessageContaining("RUN")
        .hasMessageContaining("REASON");
  }

  private static String said(Fact fact, String locale) {
    return SHIPPED
        .with(Map.of("VerificationDue." + locale + ".body", "{{detail}}{{policy}}\n{{reason}}"))
        .render(
            new MessageFacts(
                Message.VERIFICATION_DUE,
                Map.of(
                    Placeholder.DETAIL, fact,
                    Placeholder.POLICY, Occasions.words("|"),
                    Placeholder.REASON, Occasions.words("|"))),
            locale,
            FORTALEZA)
        .body()
        .replace("|", "")
        .strip();
  }

  private static Texts own(String body) {
    return SHIPPED.with(Map.of("BackupSucceeded.pt-BR.body", body));
  }

  private static Rendered render(Texts texts, MessageFacts facts) {
    return texts.render(facts, "pt-BR", FORTALEZA);
  }

  private static MessageFacts succeeded() {
    return new MessageFacts(
        Message.BACKUP_SUCCEEDED,
        Map.of(
            Placeholder.POLICY,
            Occasions.words("folha"),
            Placeholder.NAMESPACE,
            Occasions.words("ti"),
            Placeholder.RUN,
            Occasions.words("r-1")));
  }

  private static MessageFacts succeeded(Fact fact, Placeholder at) {
    Map<Placeholder, Fact> facts = new EnumMap<>(succeeded().facts());
    facts.put(at, fact);
    return new MessageFacts(Message.BACKUP_SUCCEEDED, facts);
  }
}
