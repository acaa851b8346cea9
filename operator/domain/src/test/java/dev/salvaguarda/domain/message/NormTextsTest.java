package dev.salvaguarda.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The messages of the norm NPI-007, section 6, whose files are copies of its text. */
class NormTextsTest {
  private static final Path NORM =
      Path.of("src/test/resources/dev/salvaguarda/domain/message/npi-007");

  /** What the norm itself puts where something is to be filled in, and whom it speaks for. */
  private static final Map<Placeholder, Fact> OF_THE_NORM =
      new EnumMap<>(
          Map.of(
              Placeholder.COMPONENT, new Fact.Words("[descreva o componente tecnológico aqui]"),
              Placeholder.IMPACT,
                  new Fact.Words(
                      "[Descrição do Impacto, ex.: acesso, processamento de dados, etc.]"),
              Placeholder.RESTRICTED_TO, new Fact.Words("[informe o nome do órgão aqui]"),
              Placeholder.DATE_TIME, new Fact.Words("[Data e Hora]"),
              Placeholder.ORGANIZATION, new Fact.Words("PRODEST"),
              Placeholder.SERVICE_DESK_URL, new Fact.Words("https://servicedesk.prodest.es.gov.br"),
              Placeholder.GROUP_NAME, new Fact.Words("Grupo WhatsApp TI ES"),
              Placeholder.REFERENCE, new Fact.Words("correio-2026-11-27")));

  static {
    OF_THE_NORM.put(
        Placeholder.WINDOW,
        new Fact.Phrase(
            "window.oneDay",
            new Fact.Words("[Data]"),
            new Fact.Words("[Horário de Início]"),
            new Fact.Words("[Data]"),
            new Fact.Words("[Horário de Término]")));
    OF_THE_NORM.put(
        Placeholder.PURPOSE,
        new Fact.Phrase(
            "purpose.update", new Fact.Words("[descreva o componente tecnológico aqui]")));
    OF_THE_NORM.put(Placeholder.EFFECT, new Fact.Phrase("effect.unavailable"));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "RECEIPT_CONFIRMATION",
        "UNAVAILABILITY_NOT_CONFIRMED",
        "INCIDENT_CONFIRMED",
        "SERVICE_RESTORED",
        "INCIDENT_CONFIRMED_RESTRICTED",
        "MAINTENANCE_SCHEDULED"
      })
  void isByteForByteWhatTheNormSays(Message message) throws IOException {
    Map<Placeholder, Fact> facts = new EnumMap<>(OF_THE_NORM);
    facts.keySet().retainAll(message.allowed());

    Rendered text =
        Texts.shipped().render(new MessageFacts(message, facts), "pt-BR", ZoneOffset.UTC);

    assertThat(text.body() + "\n")
        .isEqualTo(Files.readString(NORM.resolve(message.wireName() + ".txt")));
  }
}
