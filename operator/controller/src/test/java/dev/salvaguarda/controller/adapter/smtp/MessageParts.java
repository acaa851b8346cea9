package dev.salvaguarda.controller.adapter.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;

/** What a reader sees. */
final class MessageParts {
  private MessageParts() {}

  /** The plain text, its lines ended by {@code \n}. */
  static String text(Part message) throws MessagingException, IOException {
    return part(message, "text/plain");
  }

  /** The first part of a type. */
  static String part(Part message, String type) throws MessagingException, IOException {
    if (message.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        if (parts.getBodyPart(i).isMimeType(type)) {
          return part(parts.getBodyPart(i), type);
        }
      }
      throw new IllegalStateException("no part " + type);
    }
    return ((String) message.getContent()).replace("\r\n", "\n");
  }
}
