package dev.salvaguarda.domain.site;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Sites of an afternoon and of quiet days. */
final class Sites {
  static final ZoneId ZONE = ZoneId.of("America/Fortaleza");
  private static final Instant SINCE = Instant.parse("2026-11-02T12:00:00Z");

  private Sites() {}

  static Site quiet(String locale) {
    return of(locale, List.of());
  }

  static Site of(String locale, List<Told> told) {
    return new Site(
        locale.equals("en") ? "Status of our services" : "Situação dos serviços",
        "IPMJP",
        "https://status.example.org/ti",
        locale,
        ZONE,
        SINCE,
        told);
  }

  /** One incident goes on, one is over, one was none, and one message is in another language. */
  static Site afternoon(String locale) {
    boolean english = locale.equals("en");
    List<Told> told = new ArrayList<>(english ? englishWords() : portugueseWords());
    told.add(
        told(
            "door-3",
            "door",
            "UnavailabilityNotConfirmed",
            english ? "pt-BR" : "en",
            english ? "Sistema de ponto: em normalidade" : "Door system: working normally",
            english ? "Não há falha no sistema de ponto." : "Nothing is wrong with the doors.",
            "2026-11-26T11:30:00Z"));
    return of(locale, told);
  }

  private static List<Told> portugueseWords() {
    return List.of(
        told(
            "correio-1",
            "correio",
            "IncidentConfirmed",
            "pt-BR",
            "IPMJP Informa: Aviso de Indisponibilidade: Correio eletrônico [correio-2026-11-27]",
            "Prezados, detectamos uma instabilidade no Correio eletrônico que pode afetar o envio e o recebimento de mensagens.\n\nNossa equipe está trabalhando para identificar a causa e solucionar a questão o mais breve possível.\n\nData/Hora: 27/11/2026 14:20 BRT (UTC-03:00)",
            "2026-11-27T17:20:00Z"),
        told(
            "correio-2",
            "correio",
            "IncidentUpdate",
            "pt-BR",
            "IPMJP Informa: Novidades: Correio eletrônico [correio-2026-11-27]",
            "O disco do servidor está sendo trocado.\nO envio volta antes do recebimento.",
            "2026-11-27T18:05:00Z"),
        told(
            "folha-1",
            "folha",
            "IncidentConfirmed",
            "pt-BR",
            "IPMJP Informa: Aviso de Indisponibilidade: Folha de pagamento [folha-7]",
            "Prezados, detectamos uma instabilidade na Folha de pagamento.",
            "2026-11-25T12:00:00Z"),
        told(
            "folha-2",
            "folha",
            "ServiceRestored",
            "pt-BR",
            "IPMJP Informa: Serviço Restabelecido: Folha de pagamento [folha-7]",
            "A Folha de pagamento voltou a funcionar normalmente.",
            "2026-11-25T13:15:00Z"));
  }

  private static List<Told> englishWords() {
    return List.of(
        told(
            "mail-1",
            "mail",
            "IncidentConfirmed",
            "en",
            "IPMJP informs: Service disturbed: E-mail [mail-2026-11-27]",
            "We have found a disturbance of e-mail that may affect sending and receiving.\n\nUpdates will be sent here.",
            "2026-11-27T17:20:00Z"),
        told(
            "pay-1",
            "pay",
            "IncidentConfirmed",
            "en",
            "IPMJP informs: Service disturbed: Payroll [pay-7]",
            "We have found a disturbance of the payroll.",
            "2026-11-25T12:00:00Z"),
        told(
            "pay-2",
            "pay",
            "ServiceRestored",
            "en",
            "IPMJP informs: Service restored: Payroll [pay-7]",
            "The payroll is back and working normally.",
            "2026-11-25T13:15:00Z"));
  }

  static Told told(
      String id,
      String subject,
      String message,
      String language,
      String title,
      String text,
      String at) {
    return new Told(id, subject, message, language, title, text, "", Instant.parse(at));
  }

  /** A message of which only kind, subject and time matter. */
  static Told told(String id, String subject, String message, String at) {
    return told(id, subject, message, "en", message + " of " + subject, "Text of " + id + ".", at);
  }
}
