package dev.salvaguarda.testkit.mail;

import java.util.List;

/** A running mail server on the loopback address that keeps what it takes. */
public interface SmtpServer extends AutoCloseable {
  /** Its user. */
  String USER = "salvaguarda";

  /** The password of {@link #USER}. */
  String PASSWORD = "mail-password-0123456789";

  /** The name that is in its certificate. */
  default String host() {
    return "localhost";
  }

  int port();

  /** What arrived for an address: messages as they came, oldest first. */
  List<String> received(String address);

  @Override
  void close();
}
