package dev.salvaguarda.testkit.mail;

import java.time.Duration;

/** What a {@link ScriptedSmtpServer} does when it is asked something. */
public sealed interface Act {

  /** What a good server does. */
  record Obey() implements Act {}

  /** Says this instead, and goes on; several lines are separated by {@code \n}. */
  record Say(String text) implements Act {}

  /** Says this and is gone; empty means without a word. */
  record Leave(String text) implements Act {}

  /** Says nothing more, and holds the connection until the client is tired of it. */
  record Hang() implements Act {}

  /** Says this letter by letter. */
  record Dribble(String text, Duration pause) implements Act {}

  /** Says lines without end. */
  record Babble() implements Act {}

  /** Does with the message what it should, and is gone before it says so. */
  record TakeAndLeave() implements Act {}

  /** Does with the message what it should, and says nothing. */
  record TakeAndHang() implements Act {}
}
