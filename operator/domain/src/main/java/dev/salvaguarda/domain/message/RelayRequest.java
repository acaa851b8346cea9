package dev.salvaguarda.domain.message;

import java.util.Locale;

/**
 * What is said to people who are to tell a notice by hand: the text, ready to be pasted, and the
 * command that records that they did.
 *
 * @param namespace of the notice
 * @param notice its name
 * @param place where it is to be told, in words for people
 * @param earlier how often they were asked before
 */
public record RelayRequest(String namespace, String notice, String place, int earlier) {
  /** Between these lines, and nowhere else, stands what is to be pasted. */
  private static final String PORTUGUESE =
      """
      Publique o texto entre as linhas tracejadas em %1$s, sem mudar nada, e registre em seguida que foi publicado.

      Antes de publicar, veja se ele ainda vale. A coluna REASON tem de dizer AwaitingRelay:

          kubectl get ntc %3$s -n %4$s

      ---------- início do texto ----------

      %2$s

      ---------- fim do texto ----------

      Depois de publicar, registre:

          %5$s
      """;

  private static final String ENGLISH =
      """
      Tell the text between the dashed lines in %1$s, word by word, and then record that it was told.

      Before you do, see whether it still holds. The column REASON must say AwaitingRelay:

          kubectl get ntc %3$s -n %4$s

      ---------- begin of the text ----------

      %2$s

      ---------- end of the text ----------

      When it is told, record it:

          %5$s
      """;

  /**
   * The request.
   *
   * @param text that is to be told
   * @param language of the text, a BCP 47 tag: the request is in English around one in English, and
   *     in Portuguese around all others
   */
  public Rendered around(Rendered text, String language) {
    boolean english = Locale.forLanguageTag(language).getLanguage().equals("en");
    return new Rendered(
        subject(english) + text.subject(),
        (english ? ENGLISH : PORTUGUESE)
            .formatted(place, text.body().strip(), notice, namespace, command()));
  }

  /** The one who runs it is the one who told it: the API server takes no other name. */
  private String command() {
    return ("kubectl patch ntc %s -n %s --type merge -p '{\"spec\":{\"relay\":{\"by\":\"'\"$(kubectl auth"
            + " whoami -o jsonpath={.status.userInfo.username})\"'\",\"at\":\"'$(date -u +%%FT%%TZ)'\"}}}'")
        .formatted(notice, namespace);
  }

  private String subject(boolean english) {
    if (earlier == 0) {
      return english ? "[To be told] " : "[Publicar] ";
    }
    return (english ? "[To be told, reminder %d] " : "[Publicar, lembrete %d] ").formatted(earlier);
  }
}
