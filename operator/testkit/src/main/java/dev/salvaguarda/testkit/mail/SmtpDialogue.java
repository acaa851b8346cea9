package dev.salvaguarda.testkit.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection to a {@link ScriptedSmtpServer}. */
final class SmtpDialogue implements AutoCloseable {
  private final ScriptedSmtpServer server;
  private final List<String> recipients = new ArrayList<>();
  private Socket socket;
  private InputStream input;
  private boolean goesOn = true;

  SmtpDialogue(ScriptedSmtpServer server, Socket socket) throws IOException {
    this.server = server;
    this.socket = socket;
    this.input = new BufferedInputStream(socket.getInputStream());
  }

  void run() throws IOException {
    if (perform(ScriptedSmtpServer.GREETING, "")) {
      say("220 localhost ESMTP");
    }
    while (goesOn) {
      String line = readLine();
      if (line == null) {
        return;
      }
      obey(line);
    }
  }

  void encrypt() throws IOException {
    SSLSocket encrypted =
        (SSLSocket) server.tls().getSocketFactory().createSocket(socket, null, true);
    encrypted.startHandshake();
    socket = encrypted;
    input = new BufferedInputStream(encrypted.getInputStream());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void obey(String line) throws IOException {
    String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
    if (!perform(verb, verb.equals("AUTH") ? "AUTH" : line)) {
      return;
    }
    switch (verb) {
      case "EHLO" -> greet();
      case "STARTTLS" -> {
        say("220 2.0.0 Go on");
        encrypt();
      }
      case "AUTH" -> say(admits(line) ? "235 2.7.0 Welcome" : "535 5.7.8 Who are you?");
      case "RCPT" -> {
        recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
        say("250 2.1.5 Ok");
      }
      case "DATA" -> take();
      case "RSET", "MAIL" -> {
        recipients.clear();
        say("250 2.0.0 Ok");
      }
      case "QUIT" -> {
        say("221 2.0.0 Bye");
        goesOn = false;
      }
      default -> say("502 5.5.2 What?");
    }
  }

  private void greet() throws IOException {
    boolean plain = !(socket instanceof SSLSocket) && server.offers("STARTTLS");
    say("250-localhost" + (plain ? "\n250-STARTTLS" : "") + "\n250 AUTH PLAIN LOGIN XOAUTH2");
  }

  private void take() throws IOException {
    say("354 Go on");
    StringBuilder message = new StringBuilder();
    for (String line = readLine(); line != null; line = readLine()) {
      if (line.equals(".")) {
        finish(new ScriptedSmtpServer.Delivery(List.copyOf(recipients), message.toString()));
        return;
      }
      message.append(line.startsWith("..") ? line.substring(1) : line).append("\r\n");
    }
    goesOn = false;
  }

  private void finish(ScriptedSmtpServer.Delivery delivery) throws IOException {
    Act act = server.act(ScriptedSmtpServer.DOT, ScriptedSmtpServer.DOT);
    boolean keeps =
        act instanceof Act.Obey
            || act instanceof Act.TakeAndLeave
            || act instanceof Act.TakeAndHang;
    if (keeps) {
      server.keep(delivery);
    }
    if (perform(act)) {
      say("250 2.0.0 Ok: queued as 4XyZ" + server.deliveries().size());
    }
  }

  /** Whether a good server's answer is still to be given. */
  private boolean perform(String command, String line) throws IOException {
    return perform(server.act(command, line));
  }

  private boolean perform(Act act) throws IOException {
    switch (act) {
      case Act.Obey() -> {
        return true;
      }
      case Act.Say(var text) -> say(text);
      case Act.Leave(var text) -> {
        if (!text.isEmpty()) {
          say(text);
        }
        goesOn = false;
      }
      case Act.TakeAndLeave() -> goesOn = false;
      case Act.Hang(), Act.TakeAndHang() -> {
        while (goesOn) {
          goesOn = input.read() >= 0;
        }
      }
      case Act.Dribble(var text, var pause) -> dribble(text, pause);
      case Act.Babble() -> {
        while (true) {
          send("250-and another thing\r\n");
        }
      }
    }
    return false;
  }

  private void dribble(String text, Duration pause) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      send(text.substring(i, i + 1));
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    send("\r\n");
  }

  private boolean admits(String line) throws IOException {
    String[] words = line.split(" ", 3);
    String expected = SmtpServer.USER + "\0" + SmtpServer.PASSWORD;
    return switch (words[1]) {
      case "PLAIN" -> {
        String given = decode(words.length > 2 ? words[2] : ask(""));
        yield given.substring(given.indexOf('\0') + 1).equals(expected);
      }
      case "LOGIN" -> (ask("Username:") + "\0" + ask("Password:")).equals(expected);
      case "XOAUTH2" ->
          decode(words.length > 2 ? words[2] : ask(""))
              .equals(
                  "user=%s\1auth=Bearer %s\1\1".formatted(SmtpServer.USER, SmtpServer.PASSWORD));
      default -> false;
    };
  }

  private String ask(String question) throws IOException {
    say("334 " + Base64.getEncoder().encodeToString(question.getBytes(StandardCharsets.UTF_8)));
    String answer = readLine();
    return answer == null ? "" : question.isEmpty() ? answer : decode(answer);
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private void say(String lines) throws IOException {
    send(lines.replace("\n", "\r\n") + "\r\n");
  }

  private void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private @Nullable String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next >= 0; next = input.read()) {
      if (next == '\n') {
        return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
      }
      line.write(next);
    }
    return null;
  }
}
