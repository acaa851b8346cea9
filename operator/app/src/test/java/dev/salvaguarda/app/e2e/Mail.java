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
import java.util.Optional;
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
    return find(message, type)
        .orElseThrow(() -> new IllegalStateException("no part " + type))
        .replace("\r\n", "\n");
  }

  /** With a calendar entry beside them, the two texts are a part of a part. */
  private static Optional<String> find(Part part, String type)
      throws MessagingException, IOException {
    if (part.isMimeType(type)) {
      return Optional.of((String) part.getContent());
    }
    if (part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        Optional<String> found = find(parts.getBodyPart(i), type);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
