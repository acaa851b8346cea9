package dev.salvaguarda.controller.adapter.http.webhook;

import static dev.salvaguarda.controller.adapter.http.webhook.Payload.ordered;

import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.WebhookLogin.Chat;
import java.util.List;
import java.util.Map;

/** A message as WhatsApp's own API takes it, for the first receiver of a dispatch; pure. */
final class Template {
  /** In characters; with what was approved around it, a text may have 1,024. */
  private static final int LONGEST_TITLE = 120;

  /** In characters. */
  private static final int LONGEST_TEXT = 760;

  private Template() {}

  static Map<String, Object> filled(Chat chat, Dispatch dispatch) {
    return ordered(
        "messaging_product",
        "whatsapp",
        "recipient_type",
        "individual",
        "to",
        dispatch.addresses().getFirst().substring(1),
        "type",
        "template",
        "template",
        ordered(
            "name", chat.id(),
            "language", ordered("code", chat.session()),
            "components",
                List.of(
                    ordered(
                        "type",
                        "body",
                        "parameters",
                        List.of(
                            parameter(dispatch.rendered().subject(), LONGEST_TITLE),
                            parameter(dispatch.rendered().body(), LONGEST_TEXT))))),
        "biz_opaque_callback_data",
        dispatch.id());
  }

  /** What fills a place can't have lines, nor several blanks. */
  private static Map<String, Object> parameter(String text, int longest) {
    return ordered(
        "type", "text", "text", Payload.cut(text.strip().replaceAll("\\s+", " "), longest));
  }
}
