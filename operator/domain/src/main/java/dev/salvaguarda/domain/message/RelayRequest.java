package dev.salvaguarda.domain.message;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What is said to people who are to tell a notice by hand: the text, ready to be pasted, and the
 * command that records that they did; where the place is of WhatsApp, a link as well that opens it
 * with the text.
 *
 * @param namespace of the notice
 * @param notice its name
 * @param place where it is to be told, in words for people
 * @param earlier how often they were asked before
 */
public record RelayRequest(String namespace, String notice, String place, int earlier) {
  /** Whatever opens links takes one of this length. */
  private static final int LONGEST_LINK = 2_000;

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** Between these lines, and nowhere else, stands what is to be pasted. */
  private static final String PORTUGUESE =
      """
      Publique o texto entre as linhas tracejadas em %1$s, sem mudar nada, e registre em seguida que foi publicado.

      Antes de publicar, veja se ele ainda vale. A coluna REASON tem de dizer AwaitingRelay:

          kubectl get ntc %3$s -n %4$s

      ---------- início do texto ----------

      %2$s

      ---------- fim do texto ----------
      %6$s
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
      %6$s
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
            .formatted(
                place,
                text.body().strip(),
                notice,
                namespace,
                command(),
                link(text.body().strip(), english)));
  }

  /** Opens WhatsApp, which asks for the group and has the text written there already. */
  private String link(String text, boolean english) {
    String link = "https://wa.me/?text=" + escaped(text);
    if (!place.toLowerCase(Locale.ROOT).contains("whatsapp") || link.length() > LONGEST_LINK) {
      return "";
    }
    return (english
            ? "\nThis link opens WhatsApp with the text; choose the group there:\n\n%s\n"
            : "\nEste link abre o WhatsApp com o texto; escolha ali o grupo:\n\n%s\n")
        .formatted(link);
  }

  /** As a part of a URL takes it (RFC 3986). */
  private static String escaped(String text) {
    HexFormat hex = HexFormat.of().withUpperCase();
    StringBuilder escaped = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(one) >= 0) {
        escaped.append((char) one);
      } else {
        escaped.append('%').append(hex.toHexDigits(one));
      }
    }
    return escaped.toString();
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
