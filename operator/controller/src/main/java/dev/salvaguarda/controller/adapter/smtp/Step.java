package dev.salvaguarda.controller.adapter.smtp;

/** How far a conversation has come; each is asked after the one before. */
enum Step {
  /** Name, connection and, where it is implicit, TLS. */
  CONNECT,
  GREETING,
  EHLO,
  STARTTLS,
  AUTH,
  MAIL,
  RCPT,
  DATA,
  /** The final dot is on its way: from here on the message may have arrived. */
  DOT
}
