package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.Dispatch;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.domain.calendar.CalendarText;
import dev.salvaguarda.domain.message.HtmlBody;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A notice as mail, the same in every attempt but for the boundary between its parts. */
final class Letter extends MimeMessage {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final String messageId;

  private Letter(Session session, String messageId) {
    super(session);
    this.messageId = messageId;
  }

  /**
   * Puts a notice into a letter.
   *
   * @param receivers to whom this attempt goes; if they are several, none is told of the others
   */
  static Letter compose(
      Session session, EmailLogin login, Dispatch dispatch, List<InternetAddress> receivers)
      throws MessagingException, UnusableLoginException {
    Letter letter = new Letter(session, id(dispatch.id(), login));
    letter.setFrom(mailbox("sender", login.from()));
    String replyTo = login.replyTo();
    if (replyTo != null) {
      letter.setReplyTo(new InternetAddress[] {mailbox("address for answers", replyTo)});
    }
    letter.setHeader(
        "To", receivers.size() == 1 ? receivers.getFirst().toString() : "undisclosed-recipients:;");
    letter.setSubject(oneLine(dispatch.rendered().subject()), UTF_8);
    letter.setHeader("Date", DATE.format(dispatch.eventTime().atZone(dispatch.zone())));
    String thread = id("thread-" + dispatch.thread(), login);
    letter.setHeader("In-Reply-To", thread);
    letter.setHeader("References", thread);
    letter.setHeader("Auto-Submitted", "auto-generated");
    letter.setHeader("Content-Language", oneLine(dispatch.language()));
    MimeMultipart forms = new MimeMultipart("alternative");
    forms.addBodyPart(part(dispatch.rendered().body(), "plain"));
    forms.addBodyPart(part(HtmlBody.of(dispatch.rendered(), dispatch.language()), "html"));
    String calendar = dispatch.rendered().calendar();
    letter.setContent(
        calendar == null || CalendarText.method(calendar).isEmpty()
            ? forms
            : withCalendar(forms, calendar));
    letter.saveChanges();
    return letter;
  }

  /** One address, with a name or without, written as a person writes it. */
  static InternetAddress mailbox(String role, String text) throws UnusableLoginException {
    try {
      InternetAddress[] found = InternetAddress.parse(text, true);
      if (found.length == 1 && !found[0].isGroup()) {
        InternetAddress plain = Mailbox.of(found[0].getAddress());
        if (found[0].getPersonal() != null) {
          plain.setPersonal(oneLine(found[0].getPersonal()), UTF_8);
        }
        return plain;
      }
    } catch (AddressException | UnsupportedEncodingException e) {
      // Told below.
    }
    throw new UnusableLoginException(
        DeliveryFailure.Reason.ADDRESS_INVALID,
        "The %s %s is not one e-mail address.".formatted(role, Masked.address(text)));
  }

  /** In ASCII on the wire: not every server on the way takes more. */
  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  /** A form of the message for programs that know it as an invitation, a file for the others. */
  private static MimeMultipart withCalendar(MimeMultipart forms, String calendar)
      throws MessagingException {
    forms.addBodyPart(
        calendar(
            calendar,
            "text/calendar; charset=UTF-8; method=" + CalendarText.method(calendar).orElseThrow()));
    MimeBodyPart message = new MimeBodyPart();
    message.setContent(forms);
    MimeBodyPart file = calendar(calendar, "application/ics");
    file.setFileName("invite.ics");
    return new MimeMultipart("mixed", message, file);
  }

  /** Its ends of lines are a part of it. */
  private static MimeBodyPart calendar(String text, String type) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(new ByteArrayDataSource(text.getBytes(StandardCharsets.UTF_8), type)));
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }

  private static String id(String left, EmailLogin login) {
    return "<%s@%s>".formatted(left, login.domain());
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}]+", " ").strip();
  }
}
