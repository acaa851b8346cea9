package dev.salvaguarda.domain.message;

import static dev.salvaguarda.domain.message.Placeholder.ALERTS;
import static dev.salvaguarda.domain.message.Placeholder.CAPTURED_AT;
import static dev.salvaguarda.domain.message.Placeholder.CAUSE;
import static dev.salvaguarda.domain.message.Placeholder.CHECKS;
import static dev.salvaguarda.domain.message.Placeholder.CLOSE_BY;
import static dev.salvaguarda.domain.message.Placeholder.CLOSE_COMMAND;
import static dev.salvaguarda.domain.message.Placeholder.COMMAND;
import static dev.salvaguarda.domain.message.Placeholder.COMPONENT;
import static dev.salvaguarda.domain.message.Placeholder.DATE_TIME;
import static dev.salvaguarda.domain.message.Placeholder.DAY;
import static dev.salvaguarda.domain.message.Placeholder.DETAIL;
import static dev.salvaguarda.domain.message.Placeholder.DURATION;
import static dev.salvaguarda.domain.message.Placeholder.EFFECT;
import static dev.salvaguarda.domain.message.Placeholder.ENDED_AT;
import static dev.salvaguarda.domain.message.Placeholder.FAILURES;
import static dev.salvaguarda.domain.message.Placeholder.FORMER_WINDOW;
import static dev.salvaguarda.domain.message.Placeholder.GROUP_NAME;
import static dev.salvaguarda.domain.message.Placeholder.IMPACT;
import static dev.salvaguarda.domain.message.Placeholder.LAST_GOOD;
import static dev.salvaguarda.domain.message.Placeholder.LAST_TEST;
import static dev.salvaguarda.domain.message.Placeholder.MISSED_COUNT;
import static dev.salvaguarda.domain.message.Placeholder.MISSED_FIRST;
import static dev.salvaguarda.domain.message.Placeholder.MISSED_LAST;
import static dev.salvaguarda.domain.message.Placeholder.NAMESPACE;
import static dev.salvaguarda.domain.message.Placeholder.NEXT_RUN;
import static dev.salvaguarda.domain.message.Placeholder.ORGANIZATION;
import static dev.salvaguarda.domain.message.Placeholder.POLICY;
import static dev.salvaguarda.domain.message.Placeholder.PROOF;
import static dev.salvaguarda.domain.message.Placeholder.PURPOSE;
import static dev.salvaguarda.domain.message.Placeholder.REASON;
import static dev.salvaguarda.domain.message.Placeholder.REFERENCE;
import static dev.salvaguarda.domain.message.Placeholder.REMEDY;
import static dev.salvaguarda.domain.message.Placeholder.REPOSITORIES;
import static dev.salvaguarda.domain.message.Placeholder.RESTRICTED_TO;
import static dev.salvaguarda.domain.message.Placeholder.RPO;
import static dev.salvaguarda.domain.message.Placeholder.RTO;
import static dev.salvaguarda.domain.message.Placeholder.RUN;
import static dev.salvaguarda.domain.message.Placeholder.RUNS;
import static dev.salvaguarda.domain.message.Placeholder.SERVICE_DESK_URL;
import static dev.salvaguarda.domain.message.Placeholder.SIGNALS;
import static dev.salvaguarda.domain.message.Placeholder.SIGN_COMMAND;
import static dev.salvaguarda.domain.message.Placeholder.SINCE;
import static dev.salvaguarda.domain.message.Placeholder.SIZE;
import static dev.salvaguarda.domain.message.Placeholder.SOURCE;
import static dev.salvaguarda.domain.message.Placeholder.STORED;
import static dev.salvaguarda.domain.message.Placeholder.TARGETS;
import static dev.salvaguarda.domain.message.Placeholder.TEAM;
import static dev.salvaguarda.domain.message.Placeholder.TEST;
import static dev.salvaguarda.domain.message.Placeholder.TESTS;
import static dev.salvaguarda.domain.message.Placeholder.UPDATE_TEXT;
import static dev.salvaguarda.domain.message.Placeholder.WINDOW;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One occasion of each message, with all that may be known. */
final class Occasions {
  private static final Instant CAPTURED = Instant.parse("2026-11-28T01:00:12Z");

  private Occasions() {}

  static MessageFacts of(Message message) {
    return switch (message) {
      case BACKUP_SUCCEEDED -> facts(message, run());
      case BACKUP_DEGRADED -> facts(message, degraded());
      case BACKUP_FAILED -> facts(message, failed());
      case BACKUP_MISSED -> facts(message, missed());
      case VERIFICATION_SUCCEEDED -> facts(message, passed());
      case VERIFICATION_FAILED -> facts(message, notPassed());
      case VERIFICATION_DUE -> facts(message, due());
      case BACKUP_DIGEST -> facts(message, digest());
      case RECEIPT_CONFIRMATION,
          UNAVAILABILITY_NOT_CONFIRMED,
          INCIDENT_CONFIRMED,
          SERVICE_RESTORED,
          INCIDENT_CONFIRMED_RESTRICTED,
          INCIDENT_UPDATE ->
          facts(message, incident(message));
      case MAINTENANCE_SCHEDULED,
          MAINTENANCE_RESCHEDULED,
          MAINTENANCE_REMINDER,
          MAINTENANCE_OVERRUN,
          MAINTENANCE_COMPLETED,
          MAINTENANCE_CANCELLED ->
          facts(message, maintenance(message));
      case NON_CONFORMITY_OPENED, NON_CONFORMITY_OVERDUE -> facts(message, nonConformity());
      case INCIDENT_OPENED, SIGNAL_CLEARED -> facts(message, alerts());
    };
  }

  private static Map<Placeholder, Fact> alerts() {
    Map<Placeholder, Fact> facts = new EnumMap<>(Placeholder.class);
    facts.put(COMPONENT, words("Correio eletrônico"));
    facts.put(REFERENCE, words("correio-3f2a9c41"));
    facts.put(DATE_TIME, new Fact.Moment(Instant.parse("2026-11-27T16:55:00Z")));
    facts.put(
        ALERTS,
        Fact.Rows.of(
            List.of(words("SmtpDown: Port 25 of mx1 does not answer."), words("QueueLong"))));
    facts.put(COMMAND, command("command.incident", "correio-3f2a9c41"));
    return facts;
  }

  private static MessageFacts facts(Message message, Map<Placeholder, Fact> facts) {
    facts.put(ORGANIZATION, words("Instituto de Previdência (exemplo)"));
    if (!message.isPublic()) {
      facts.put(NAMESPACE, words("ti"));
    }
    return new MessageFacts(message, facts);
  }

  private static Map<Placeholder, Fact> policy() {
    Map<Placeholder, Fact> facts = new EnumMap<>(Placeholder.class);
    facts.put(POLICY, words("folha"));
    facts.put(SOURCE, words("postgresql db.example.org"));
    return facts;
  }

  private static Map<Placeholder, Fact> run() {
    Map<Placeholder, Fact> facts = policy();
    facts.put(RUN, words("folha-diaria-202611272200"));
    facts.put(CAPTURED_AT, new Fact.Moment(CAPTURED));
    facts.put(ENDED_AT, new Fact.Moment(CAPTURED.plusSeconds(200)));
    facts.put(DURATION, new Fact.Span(Duration.ofSeconds(200)));
    facts.put(SIZE, new Fact.Size(13_207_024_435L));
    facts.put(STORED, new Fact.Size(41_418_752));
    facts.put(
        TARGETS,
        Fact.Rows.of(
            List.of(copied("globals", 4_096, 0), copied("rh_pmjp", 13_207_020_339L, 41_418_752))));
    facts.put(
        REPOSITORIES,
        Fact.Rows.of(
            List.of(
                new Fact.Phrase("repository.complete", words("nuvem")),
                new Fact.Phrase("repository.complete", words("sede")))));
    facts.put(NEXT_RUN, new Fact.Moment(Instant.parse("2026-11-29T01:00:00Z")));
    facts.put(COMMAND, command("command.runs", "folha-diaria-202611272200"));
    return facts;
  }

  private static Map<Placeholder, Fact> degraded() {
    Map<Placeholder, Fact> facts = run();
    facts.put(REASON, new Fact.Phrase("reason.GuardMaxShrink"));
    facts.put(REMEDY, new Fact.Phrase("remedy.GuardMaxShrink"));
    facts.put(DETAIL, words("rh_pmjp shrank from 12.3 GiB to 1.1 GiB."));
    facts.put(
        TARGETS,
        Fact.Rows.of(
            List.of(
                copied("globals", 4_096, 0),
                new Fact.Phrase(
                    "target.degraded",
                    words("rh_pmjp"),
                    new Fact.Phrase("reason.GuardMaxShrink")))));
    facts.put(
        REPOSITORIES,
        Fact.Rows.of(
            List.of(
                new Fact.Phrase("repository.complete", words("nuvem")),
                new Fact.Phrase(
                    "repository.incomplete",
                    words("sede"),
                    new Fact.Phrase("reason.RepositoryUnreachable")))));
    facts.put(FAILURES, new Fact.Count(1));
    return facts;
  }

  private static Map<Placeholder, Fact> failed() {
    Map<Placeholder, Fact> facts = run();
    facts.keySet().removeAll(List.of(CAPTURED_AT, SIZE, STORED, REPOSITORIES));
    facts.put(REASON, new Fact.Phrase("reason.SourceAccessDenied"));
    facts.put(REMEDY, new Fact.Phrase("remedy.SourceAccessDenied"));
    facts.put(DETAIL, words("password authentication failed for user \"backup\""));
    facts.put(
        TARGETS,
        Fact.Rows.of(
            List.of(
                new Fact.Phrase(
                    "target.failed",
                    words("rh_pmjp"),
                    new Fact.Phrase(
                        "why.detail",
                        new Fact.Phrase("reason.SourceAccessDenied"),
                        words("password authentication failed for user \"backup\""))))));
    facts.put(FAILURES, new Fact.Count(3));
    facts.put(LAST_GOOD, new Fact.Moment(CAPTURED.minus(Duration.ofDays(3))));
    return facts;
  }

  private static Map<Placeholder, Fact> missed() {
    Map<Placeholder, Fact> facts = policy();
    facts.put(RUN, words("folha-diaria-202611272200"));
    facts.put(MISSED_COUNT, new Fact.Count(2));
    facts.put(MISSED_FIRST, new Fact.Moment(Instant.parse("2026-11-27T01:00:00Z")));
    facts.put(MISSED_LAST, new Fact.Moment(Instant.parse("2026-11-28T01:00:00Z")));
    facts.put(REASON, new Fact.Phrase("reason.RunMissed"));
    facts.put(REMEDY, new Fact.Phrase("remedy.RunMissed"));
    facts.put(NEXT_RUN, new Fact.Moment(Instant.parse("2026-11-29T01:00:00Z")));
    facts.put(LAST_GOOD, new Fact.Moment(CAPTURED.minus(Duration.ofDays(2))));
    facts.put(COMMAND, command("command.runs", "folha-diaria-202611272200"));
    return facts;
  }

  private static Map<Placeholder, Fact> test() {
    Map<Placeholder, Fact> facts = policy();
    facts.put(TEST, words("folha-test-202612010600"));
    facts.put(RUN, words("folha-diaria-202611302200"));
    facts.put(CAPTURED_AT, new Fact.Moment(Instant.parse("2026-12-01T01:00:12Z")));
    facts.put(ENDED_AT, new Fact.Moment(Instant.parse("2026-12-01T10:12:31Z")));
    facts.put(
        REPOSITORIES,
        Fact.Rows.of(List.of(new Fact.Phrase("repository.complete", words("nuvem")))));
    facts.put(COMMAND, command("command.test", "folha-test-202612010600"));
    return facts;
  }

  private static Map<Placeholder, Fact> passed() {
    Map<Placeholder, Fact> facts = test();
    facts.put(RTO, new Fact.Span(Duration.ofSeconds(4_351)));
    facts.put(RPO, new Fact.Span(Duration.ofHours(8)));
    facts.put(SIZE, new Fact.Size(13_207_024_435L));
    facts.put(
        PROOF,
        Fact.Rows.of(
            List.of(
                new Fact.Phrase("rung.V2", words("globals")),
                new Fact.Phrase("rung.V3", words("rh_pmjp")))));
    facts.put(CHECKS, Fact.Rows.of(List.of(new Fact.Phrase("check.passed", words("servidores")))));
    facts.put(SIGN_COMMAND, command("command.sign", "folha-test-202612010600"));
    return facts;
  }

  private static Map<Placeholder, Fact> notPassed() {
    Map<Placeholder, Fact> facts = test();
    facts.put(REASON, new Fact.Phrase("reason.CheckNotPassed"));
    facts.put(REMEDY, new Fact.Phrase("remedy.CheckNotPassed"));
    facts.put(DETAIL, words("The check servidores did not pass: 0 rows, expected at least 90 %."));
    facts.put(LAST_TEST, new Fact.Moment(Instant.parse("2026-11-01T10:05:00Z")));
    facts.put(
        CHECKS,
        Fact.Rows.of(List.of(new Fact.Phrase("check.failed", words("servidores"), words("0")))));
    return facts;
  }

  private static Map<Placeholder, Fact> due() {
    Map<Placeholder, Fact> facts = policy();
    facts.put(REASON, new Fact.Phrase("reason.AwaitingSignOff"));
    facts.put(REMEDY, new Fact.Phrase("remedy.AwaitingSignOff"));
    facts.put(SINCE, new Fact.Moment(Instant.parse("2026-12-01T10:12:31Z")));
    facts.put(TEST, words("folha-test-202612010600"));
    facts.put(LAST_TEST, new Fact.Moment(Instant.parse("2026-11-01T10:05:00Z")));
    facts.put(SIGN_COMMAND, command("command.sign", "folha-test-202612010600"));
    facts.put(COMMAND, command("command.policy", "folha"));
    return facts;
  }

  private static Map<Placeholder, Fact> digest() {
    Map<Placeholder, Fact> facts = new EnumMap<>(Placeholder.class);
    facts.put(DAY, new Fact.Day(LocalDate.of(2026, 11, 28)));
    facts.put(
        RUNS,
        Fact.Rows.of(
            List.of(
                new Fact.Phrase(
                    "digest.run",
                    words("folha"),
                    new Fact.Moment(CAPTURED),
                    new Fact.Size(13_207_024_435L),
                    new Fact.Size(41_418_752),
                    words("nuvem")),
                new Fact.Phrase(
                    "digest.run",
                    words("glpi"),
                    new Fact.Moment(CAPTURED.plusSeconds(1_800)),
                    new Fact.Size(2_147_483_648L),
                    new Fact.Size(9_437_184),
                    words("nuvem")))));
    facts.put(
        TESTS,
        Fact.Rows.of(
            List.of(
                new Fact.Phrase(
                    "digest.test",
                    words("folha"),
                    new Fact.Moment(Instant.parse("2026-11-28T09:12:31Z")),
                    new Fact.Span(Duration.ofSeconds(4_351))))));
    facts.put(COMMAND, new Fact.Command(new Fact.Phrase("command.digest", words("ti"))));
    return facts;
  }

  private static Map<Placeholder, Fact> incident(Message message) {
    Map<Placeholder, Fact> facts = new EnumMap<>(Placeholder.class);
    facts.put(COMPONENT, words("Correio eletrônico"));
    facts.put(IMPACT, words("o acesso às caixas postais"));
    facts.put(RESTRICTED_TO, words("Secretaria da Fazenda"));
    facts.put(UPDATE_TEXT, words("O disco foi trocado; a fila é entregue até as 18:00."));
    facts.put(DATE_TIME, new Fact.Moment(Instant.parse("2026-11-27T16:55:00Z")));
    facts.put(SERVICE_DESK_URL, words("https://chamados.example.org"));
    facts.put(GROUP_NAME, words("Grupo TI (exemplo)"));
    facts.put(REFERENCE, words("correio-2026-11-27, SA-12345"));
    facts.keySet().retainAll(message.allowed());
    return facts;
  }

  /** The new times are of one day, the former ones across midnight. */
  private static Map<Placeholder, Fact> maintenance(Message message) {
    Map<Placeholder, Fact> facts = new EnumMap<>(Placeholder.class);
    facts.put(COMPONENT, words("Correio eletrônico"));
    facts.put(
        WINDOW,
        new Fact.Window(
            Instant.parse("2026-11-29T11:00:00Z"), Instant.parse("2026-11-29T15:30:00Z")));
    facts.put(
        FORMER_WINDOW,
        new Fact.Window(
            Instant.parse("2026-11-28T01:00:00Z"), Instant.parse("2026-11-28T05:00:00Z")));
    facts.put(PURPOSE, new Fact.Phrase("purpose.update", words("Correio eletrônico")));
    facts.put(EFFECT, new Fact.Phrase("effect.unavailable"));
    facts.put(REASON, words("O fornecedor não entregou a peça."));
    facts.put(DATE_TIME, new Fact.Moment(Instant.parse("2026-11-26T12:00:00Z")));
    facts.put(REFERENCE, words("correio-2026-11-29"));
    facts.keySet().retainAll(message.allowed());
    return facts;
  }

  private static Map<Placeholder, Fact> nonConformity() {
    Map<Placeholder, Fact> facts = new EnumMap<>(Placeholder.class);
    facts.put(REFERENCE, words("folha-failed-3"));
    facts.put(POLICY, words("folha"));
    facts.put(COMPONENT, words("Backup da Folha"));
    facts.put(CAUSE, new Fact.Phrase("cause.Failed"));
    facts.put(DATE_TIME, new Fact.Moment(CAPTURED));
    facts.put(SIGNALS, new Fact.Count(3));
    facts.put(DETAIL, words("folha-diaria-202611272200 failed: The source did not answer."));
    facts.put(TEAM, words("suporte"));
    facts.put(CLOSE_BY, new Fact.Moment(CAPTURED.plus(Duration.ofDays(7))));
    facts.put(CLOSE_COMMAND, command("command.close", "folha-failed-3"));
    facts.put(COMMAND, command("command.incident", "folha-failed-3"));
    return facts;
  }

  private static Fact copied(String name, long size, long stored) {
    return new Fact.Phrase(
        "target.copied", words(name), new Fact.Size(size), new Fact.Size(stored));
  }

  private static Fact command(String key, String name) {
    return new Fact.Command(new Fact.Phrase(key, words("ti"), words(name)));
  }

  static Fact words(String text) {
    return new Fact.Words(text);
  }
}
