package dev.salvaguarda.controller.adapter.smtp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked in a conversation and what the server answered, written by the thread that speaks
 * and read by the one that waits.
 */
final class Transcript {
  private Step step = Step.CONNECT;
  private @Nullable Answer answer;
  private boolean encrypted;
  private boolean askedForLogin;
  private String recipient = "";
  private final Map<String, Answer> recipients = new HashMap<>();
  private boolean over;

  /**
   * What stands in a transcript.
   *
   * @param step the last
   * @param answer to it; null if none came
   * @param encrypted whether the server agreed to STARTTLS
   * @param askedForLogin whether a login was tried
   * @param recipients answers to each that got one, by {@link #key}
   */
  record Page(
      Step step,
      @Nullable Answer answer,
      boolean encrypted,
      boolean askedForLogin,
      Map<String, Answer> recipients) {
    Page {
      recipients = Map.copyOf(recipients);
    }
  }

  /** The same for two addresses that a server takes for one. */
  static String key(String address) {
    return address.toLowerCase(Locale.ROOT);
  }

  synchronized Page page() {
    return new Page(step, answer, encrypted, askedForLogin, recipients);
  }

  synchronized void connected() {
    begin(Step.GREETING);
  }

  /** A command as it is sent. */
  synchronized void asks(String command) {
    String verb = command.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO" -> begin(Step.EHLO);
      // Tried with every server that refuses EHLO, also with one that has said that it goes away.
      case "HELO" -> {
        over = answer != null && answer.closes();
        begin(Step.EHLO, over ? answer : null);
      }
      case "STARTTLS" -> begin(Step.STARTTLS);
      case "AUTH" -> {
        begin(Step.AUTH);
        askedForLogin = true;
      }
      case "MAIL" -> begin(Step.MAIL);
      case "RCPT" -> {
        begin(Step.RCPT);
        recipient = key(command.substring(command.indexOf('<') + 1, command.lastIndexOf('>')));
      }
      case "DATA" -> begin(Step.DATA);
      // What is said on leaving changes nothing; what is left belongs to the step before.
      case "RSET", "QUIT" -> over = true;
      default -> {}
    }
  }

  /** The next thing that is written is the final dot. */
  synchronized void handsOver() {
    begin(Step.DOT);
  }

  synchronized void hears(int code, String text) {
    if (over) {
      return;
    }
    answer = new Answer(code, text);
    encrypted |= step == Step.STARTTLS && answer.agrees();
    if (step == Step.RCPT && answer.decides()) {
      recipients.put(recipient, answer);
    }
  }

  private void begin(Step next) {
    begin(next, null);
  }

  private void begin(Step next, @Nullable Answer known) {
    step = next;
    answer = known;
  }
}
