package dev.salvaguarda.controller.adapter.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Speaks SMTP and writes down what is said; an exception alone can't tell what became of it. */
final class Courier extends SMTPTransport {
  private final Transcript transcript;

  Courier(Session session, URLName server, Transcript transcript) {
    super(session, server);
    this.transcript = transcript;
  }

  @Override
  protected void sendCommand(String command) throws MessagingException {
    transcript.asks(command);
    super.sendCommand(command);
  }

  @Override
  protected int readServerResponse() throws MessagingException {
    int code = super.readServerResponse();
    transcript.hears(code, getLastServerResponse());
    return code;
  }

  @Override
  protected void finishData() throws IOException, MessagingException {
    transcript.handsOver();
    super.finishData();
  }
}
