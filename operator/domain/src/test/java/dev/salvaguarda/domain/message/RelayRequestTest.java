package dev.salvaguarda.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RelayRequestTest {
  private static final Rendered NORM =
      new Rendered(
          "Aviso: Correio",
          "PRODEST Informa: 100% do Correio está indisponível.\n\nData/Hora: 27/11/2026 22:00\n");
  private static final RelayRequest FIRST =
      new RelayRequest("ti", "correio.6-3", "Grupo de TI no WhatsApp", 0);

  @Test
  void theTextStandsInItUnchangedAndAlone() {
    String body = FIRST.around(NORM, "pt-BR").body();

    assertThat(body)
        .contains(
            "início do texto ----------\n\n" + NORM.body().strip() + "\n\n---------- fim do texto");
  }

  @Test
  void saysWhereItIsToldAndHowThatIsRecorded() {
    Rendered request = FIRST.around(NORM, "pt-BR");

    assertThat(request.subject()).isEqualTo("[Publicar] Aviso: Correio");
    assertThat(request.body())
        .contains("em Grupo de TI no WhatsApp,")
        .contains("\n    kubectl get ntc correio.6-3 -n ti\n")
        .contains(
            "\n    kubectl patch ntc correio.6-3 -n ti --type merge -p"
                + " '{\"spec\":{\"relay\":{\"by\":\"'\"$(kubectl auth whoami -o"
                + " jsonpath={.status.userInfo.username})\"'\",\"at\":\"'$(date -u +%FT%TZ)'\"}}}'\n");
  }

  @Test
  void aLinkOpensWhatsAppWithTheText() {
    String link =
        "\nhttps://wa.me/?text=PRODEST%20Informa%3A%20100%25%20do%20Correio%20est%C3%A1%20";

    assertThat(FIRST.around(NORM, "pt-BR").body()).contains("grupo:\n" + link);
    assertThat(FIRST.around(NORM, "en").body()).contains("there:\n" + link);
    assertThat(new RelayRequest("ti", "n", "Rádio", 0).around(NORM, "pt-BR").body())
        .doesNotContain("https:")
        .contains("texto ----------\n\nDepois de publicar, registre:");
    assertThat(FIRST.around(new Rendered("Aviso", "x".repeat(2_000)), "en").body())
        .as("a link that is too long for some")
        .doesNotContain("https:");
  }

  @Test
  void aReminderSaysTheHowManiethItIs() {
    RelayRequest third = new RelayRequest("ti", "n", "group", 2);

    assertThat(third.around(NORM, "pt-BR").subject())
        .isEqualTo("[Publicar, lembrete 2] Aviso: Correio");
    assertThat(third.around(NORM, "en").subject())
        .isEqualTo("[To be told, reminder 2] Aviso: Correio");
  }

  @Test
  void speaksEnglishAroundEnglish() {
    assertThat(FIRST.around(NORM, "en").body())
        .contains("begin of the text ----------\n\n" + NORM.body().strip())
        .contains("When it is told, record it:");
  }
}
