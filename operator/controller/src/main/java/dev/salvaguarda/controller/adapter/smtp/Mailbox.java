package dev.salvaguarda.controller.adapter.smtp;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;

/** Addresses as SMTP knows them: ASCII only. */
final class Mailbox {
  private Mailbox() {}

  /**
   * An address without a name, its domain in the form that mail servers know.
   *
   * @throws AddressException if it can't be one, or has letters that only SMTPUTF8 could carry
   */
  static InternetAddress of(String text) throws AddressException {
    String address = text.strip();
    int at = address.lastIndexOf('@');
    if (at < 1) {
      throw new AddressException("no domain");
    }
    String ascii = address.substring(0, at + 1) + domain(address.substring(at + 1));
    if (!ascii.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
      throw new AddressException("letters that SMTP does not know");
    }
    InternetAddress mailbox = new InternetAddress(ascii, true);
    if (mailbox.getPersonal() != null || !mailbox.getAddress().equals(ascii)) {
      throw new AddressException("more than an address");
    }
    return mailbox;
  }

  private static String domain(String domain) throws AddressException {
    try {
      return domain.startsWith("[") ? domain : IDN.toASCII(domain);
    } catch (IllegalArgumentException e) {
      throw new AddressException("no domain");
    }
  }
}
