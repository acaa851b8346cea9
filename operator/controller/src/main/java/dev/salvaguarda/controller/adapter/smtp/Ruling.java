package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure.Reason;
import dev.salvaguarda.controller.delivery.EmailLogin;
import dev.salvaguarda.controller.delivery.SendOutcome;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of a conversation, from what the server answered; pure.
 *
 * <p>The final dot divides: before it nobody got the message, behind it only the server knows.
 */
record Ruling(EmailLogin login, Transcript.Page page, Ending ending) {

  /** What Angus writes where a connection ended instead of an answer. */
  private static final String END = "[EOF]";

  /** Of a conversation with a message for the receivers of the envelope. */
  SendOutcome outcome(Envelope envelope) {
    Answer answer = page.answer();
    boolean told = answer != null && answer.decides();
    if (page.step() == Step.DOT) {
      return told && answer != null ? answered(envelope, answer) : unknown();
    }
    boolean leaves = page.recipients().values().stream().anyMatch(Answer::closes);
    boolean all = page.recipients().keySet().containsAll(envelope.names().keySet());
    boolean none = page.recipients().values().stream().noneMatch(Answer::agrees);
    boolean refusedData = page.step() == Step.DATA && told && answer != null && !answer.closes();
    if (answer != null && !leaves && all && (none || refusedData)) {
      return answered(envelope, answer);
    }
    return new SendOutcome.NotSent(failure());
  }

  /** Why it did not go on. */
  DeliveryFailure failure() {
    return switch (ending) {
      case Ending.Stopped() -> unreachable("The operator stopped the delivery.");
      case Ending.Late(var limit) ->
          unreachable("%s took longer than %d s.".formatted(server(), limit.toSeconds()));
      case Ending.Broken(UnusableLoginException unusable) -> unusable.failure();
      case Ending.Broken(var cause) -> broken(cause);
      case Ending.Complete() -> unreachable("%s did not answer.".formatted(server()));
    };
  }

  private SendOutcome answered(Envelope envelope, Answer last) {
    Map<String, DeliveryFailure> refused = new HashMap<>(envelope.invalid());
    envelope
        .names()
        .forEach((key, addresses) -> {
          Answer own = page.recipients().getOrDefault(key, last);
          Answer counts = own.agrees() ? last : own;
          if (!counts.agrees()) {
            addresses.forEach(address -> refused.put(address, counts.failure(login.host())));
          }
        });
    return new SendOutcome.Answered(last.agrees() ? last.queueId() : "", refused);
  }

  private SendOutcome unknown() {
    String why =
        switch (ending) {
          case Ending.Stopped() -> "the operator stopped the delivery";
          case Ending.Late(var limit) -> "no answer came within %d s".formatted(limit.toSeconds());
          case Ending.Broken(var cause) when has(cause, SocketTimeoutException.class) ->
              "no answer came within %d s".formatted(login.timeouts().read().toSeconds());
          case Ending.Broken(_) -> "the connection ended without an answer";
          case Ending.Complete() -> "no answer came";
        };
    return new SendOutcome.Unknown(
        "The message was handed over to %s and %s.".formatted(server(), why));
  }

  private DeliveryFailure broken(Throwable cause) {
    Answer answer = closing();
    if (answer != null && (answer.defers() || answer.refuses())) {
      return byAnswer(answer);
    }
    if (has(cause, SSLException.class) || has(cause, GeneralSecurityException.class)) {
      return new DeliveryFailure(
          Reason.TLS_NOT_TRUSTED, "", "%s %s".formatted(server(), distrust(cause)));
    }
    boolean asksOn = page.step() == Step.AUTH && !has(cause, IOException.class);
    if (asksOn && answer != null && answer.code() == 334) {
      return byAnswer(answer);
    }
    if (page.step() == Step.EHLO && answer != null && answer.agrees()) {
      return notOffered();
    }
    return unreachable(server() + " " + silence(cause));
  }

  /** The last answer, or that with which the server said that it goes away. */
  private @Nullable Answer closing() {
    return page.recipients().values().stream()
        .filter(Answer::closes)
        .findFirst()
        .orElse(page.answer());
  }

  private DeliveryFailure byAnswer(Answer answer) {
    return switch (page.step()) {
      case STARTTLS ->
          new DeliveryFailure(
              Reason.TLS_NOT_TRUSTED,
              answer.codes(),
              "%s refuses STARTTLS: %s.".formatted(login.host(), answer.codes()));
      // A server may repeat here what it was sent.
      case AUTH ->
          new DeliveryFailure(
              answer.defers() ? Reason.DEFERRED : Reason.LOGIN_REFUSED,
              answer.codes(),
              answer.defers()
                  ? "%s could not check the login: %s.".formatted(login.host(), answer.codes())
                  : "%s refuses the user or %s: %s."
                      .formatted(login.host(), secretName(), answer.codes()));
      case CONNECT, GREETING, EHLO, MAIL, RCPT, DATA, DOT ->
          answer.code() == 530
              ? new DeliveryFailure(
                  Reason.LOGIN_REFUSED,
                  answer.codes(),
                  "%s wants a login or TLS first: %s.".formatted(login.host(), answer.codes()))
              : answer.failure(login.host());
    };
  }

  /** The server greeted us, and then we broke off: it lacks what the channel asks for. */
  private DeliveryFailure notOffered() {
    EmailLogin.Auth auth = login.auth();
    boolean encrypted = login.tls() != EmailLogin.Tls.START_TLS || page.encrypted();
    return encrypted && auth != null
        ? new DeliveryFailure(
            Reason.LOGIN_REFUSED,
            "",
            "%s does not offer the login %s.".formatted(login.host(), auth.mechanism()))
        : new DeliveryFailure(
            Reason.TLS_NOT_TRUSTED,
            "",
            "%s offers no STARTTLS; nothing is sent without.".formatted(server()));
  }

  private String secretName() {
    EmailLogin.Auth auth = login.auth();
    return auth != null && auth.mechanism() == EmailLogin.Mechanism.XOAUTH2
        ? "the token"
        : "the password";
  }

  private static String distrust(Throwable cause) {
    if (chain(cause)
        .anyMatch(link ->
            String.valueOf(link.getMessage()).contains("No subject alt")
                || String.valueOf(link.getMessage()).contains("No name matching"))) {
      return "has a certificate for another name.";
    }
    return has(cause, GeneralSecurityException.class)
        ? "has a certificate that is not trusted."
        : "does not speak TLS as it should.";
  }

  private String silence(Throwable cause) {
    if (has(cause, UnknownHostException.class)) {
      return "can't be found: the name is not known.";
    }
    if (has(cause, SocketTimeoutException.class)) {
      var limit =
          page.step() == Step.CONNECT ? login.timeouts().connect() : login.timeouts().read();
      return "did not answer within %d s.".formatted(limit.toSeconds());
    }
    Answer answer = page.answer();
    boolean speaks = answer == null || answer.code() != -1 || answer.text().equals(END);
    if (!speaks) {
      return "does not answer as a mail server does.";
    }
    return page.step() == Step.CONNECT ? "does not take connections." : "ended the connection.";
  }

  private DeliveryFailure unreachable(String message) {
    return new DeliveryFailure(Reason.SERVER_UNREACHABLE, "", message);
  }

  private String server() {
    return login.host() + ":" + login.port();
  }

  private static boolean has(Throwable cause, Class<? extends Throwable> type) {
    return chain(cause).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> chain(Throwable cause) {
    return Stream.iterate(cause, link -> link != null, Throwable::getCause).limit(20);
  }
}
