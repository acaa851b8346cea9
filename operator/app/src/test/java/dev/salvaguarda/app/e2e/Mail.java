package dev.salvaguarda.app.e2e;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/**
 * A message as it arrived.
 *
 * @param text its plain part
 * @param page its HTML part
 */
public record Mail(String id, String subject, String text, String page) {

  /** The message of these bytes on the wire. */
  public static Mail of(String raw) {
    try {
      MimeMessage message =
          new MimeMessage(
              Session.getInstance(new Properties()),
              new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
      return new Mail(
          Objects.requireNonNull(message.getMessageID()),
          message.getSubject(),
          part(message, "text/plain"),
          part(message, "text/html"));
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String part(Part message, String type) throws MessagingException, IOException {
    Multipart parts = (Multipart) message.getContent();
    for (int i = 0; i < parts.getCount(); i++) {
      if (parts.getBodyPart(i).isMimeType(type)) {
        return ((String) parts.getBodyPart(i).getContent()).replace("\r\n", "\n");
      }
    }
    throw new IllegalStateException("no part " + type);
  }
}
